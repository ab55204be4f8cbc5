/* What the figures that move have in common: a stage with plots and controls, steps that play, the view in the address, and what is said aloud. */
(() => {
  "use strict";

  const mog = window.mog;
  const { html, Plot, shown } = mog;
  const builders = {};
  const DIGITS = 6;
  const PAUSE = 400;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  class Stage {
    constructor(figure, data) {
      Object.assign(this, { figure, data, plots: [], shows: [] });
      this.controls = html("div", { class: "moving-controls" });
      this.spoken = html("p", { class: "moving-spoken", "aria-live": "polite" });
      this.box = html("div", { class: "moving" }, this.controls, this.spoken);
    }

    plot = (options) => new Plot(this, options);

    button(text, press) {
      const made = html("button", { type: "button" }, text);
      made.addEventListener("click", press);
      this.controls.append(made);
      return made;
    }

    labelled(text, control) {
      this.controls.append(html("label", {}, html("span", {}, text), control));
      return control;
    }

    /* One of several, given as [name, value] in pairs. */
    choice(text, options, get, set) {
      const control = this.labelled(text, html("select", {}, ...options.map(([name], place) => html("option", { value: place }, name))));
      control.addEventListener("change", () => {
        set(options[control.value][1]);
        this.changed();
      });
      this.shows.push(() => { control.value = Math.max(0, options.findIndex(([, value]) => value === get())); });
      return control;
    }

    /* A number on a line, with its value beside it. */
    slider(text, { low, high, step, get, set, say = (value) => shown(value) }) {
      const value = html("output", { "aria-hidden": "true" });
      const control = html("input", { type: "range", min: low, max: high, step });
      this.labelled(text, control).after(value);
      control.addEventListener("input", () => {
        set(Number(control.value));
        this.changed();
      });
      this.shows.push(() => {
        control.value = get();
        value.textContent = say(get());
        control.setAttribute("aria-valuetext", say(get()));
      });
      return control;
    }

    /* Begin: `read` gives the numbers that make the view, `write` takes such numbers, `draw` shows what they say. */
    start({ draw, read, write }) {
      Object.assign(this, { drawn: draw, read, write, first: read() });
      this.button("Reset", () => {
        this.pause();
        this.write(this.first);
        this.changed();
        this.say(() => "As at the start.");
      });
      new ResizeObserver(([{ contentRect }]) => {
        if (contentRect.width === this.width || !contentRect.width) return;
        this.width = contentRect.width;
        for (const plot of this.plots) plot.fit(this.width);
        this.changed(false);
      }).observe(this.box);
      this.fromAddress();
    }

    /* Draw in the next frame, however many changes come before it. */
    changed(byReader = true) {
      if (byReader) {
        clearTimeout(this.noting);
        this.noting = setTimeout(() => this.toAddress(), PAUSE);
      }
      if (this.waiting || !this.width) return;
      this.waiting = requestAnimationFrame(() => {
        this.waiting = 0;
        this.show();
      });
    }

    show() {
      this.drawn();
      for (const show of this.shows) show();
      for (const plot of this.plots) for (const place of plot.grips) place();
    }

    /* Say a sentence when nothing has moved for a while. */
    say(sentence) {
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => { this.spoken.textContent = sentence(); }, PAUSE);
    }

    /* Take steps, one a frame, until one says that it was the last, and then say the sentence; those who want no motion see a few pictures. */
    play(step, button, [go, halt], sentence) {
      this.pause();
      button.textContent = halt;
      const end = () => {
        cancelAnimationFrame(this.playing);
        this.playing = 0;
        button.textContent = go;
        this.changed();
        this.say(sentence);
      };
      this.ending = end;
      const frame = () => {
        const until = performance.now() + (still.matches ? 200 : 0);
        let more = step();
        while (more && performance.now() < until) more = step();
        if (!still.matches) this.show();
        if (more) this.playing = requestAnimationFrame(frame);
        else end();
      };
      this.playing = requestAnimationFrame(frame);
    }

    pause() {
      if (this.playing) this.ending();
    }

    // --- the view in the address, so that it can be shared

    toAddress() {
      const numbers = this.read().map((number) => Number(number.toPrecision(DIGITS)));
      history.replaceState(null, "", `#${this.figure.id}=${numbers.join(",")}`);
    }

    fromAddress() {
      const [id, text] = decodeURIComponent(location.hash.slice(1)).split("=");
      if (id !== this.figure.id || text === undefined) return;
      const numbers = text.split(",").map(Number);
      if (numbers.length === this.first.length && numbers.every(Number.isFinite)) {
        this.write(numbers);
        this.changed(false);
      }
      this.figure.scrollIntoView();
    }
  }

  /* A script of a figure gives its name and what builds it on a stage. */
  mog.figure = (name, build) => { builders[name] = build; };

  document.addEventListener("DOMContentLoaded", () => {
    for (const script of document.querySelectorAll("script[data-figure]")) {
      const figure = script.closest("figure");
      const stage = new Stage(figure, JSON.parse(script.textContent));
      builders[script.dataset.figure](stage);
      script.before(stage.box);
      for (const picture of figure.querySelectorAll("img")) picture.hidden = true;
      window.addEventListener("hashchange", () => stage.fromAddress());
    }
  });
})();
