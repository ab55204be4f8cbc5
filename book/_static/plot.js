/* What the figures that move are drawn with: elements, numbers as the book writes them, plots with axes and handles, arrows. */
(() => {
  "use strict";

  const mog = (window.mog ??= {});
  const GRASP = 22;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  // --- elements

  const put = (element, attributes, children = []) => {
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const html = (name, attributes = {}, ...children) => put(document.createElement(name), attributes, children);
  const svg = (name, attributes = {}, ...children) =>
    put(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

  /* A number as the book writes it. */
  const shown = (number, digits = 3) => {
    if (!Number.isFinite(number)) return Number.isNaN(number) ? "no number" : number > 0 ? "∞" : "−∞";
    const size = Math.abs(number);
    const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? number.toExponential(digits - 1) : String(Number(number.toPrecision(digits)));
    return text.replaceAll("-", "−");
  };
  const fixed = (number, decimals) => number.toFixed(decimals).replace(/^-(?=[0.]*$)/, "").replace("-", "−");

  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  /* The round numbers between two others, about as many as asked for. */
  const ticks = (low, high, about) => {
    const rough = (high - low) / about;
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = unit * [1, 2, 5, 10].find((each) => each * unit >= rough);
    const first = Math.ceil(low / step - 1e-9);
    const count = Math.floor(high / step + 1e-9) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, n) => Number(((first + n) * step).toPrecision(12)));
  };

  /* The path through points given as x, y, x, y, … */
  const path = (points) => {
    let text = "";
    for (let n = 0; n < points.length; n += 2) text += `${n ? "L" : "M"}${points[n].toFixed(1)} ${points[n + 1].toFixed(1)}`;
    return text;
  };

  // --- a plot with its two axes

  class Plot {
    constructor(stage, { height, x, y, xName = "", yName = "", label, margin = [8, 8, 40, 52], canvas = false, square = false, clip = false, yTicks = null }) {
      Object.assign(this, { stage, x, y, xName, yName, square, margin, yTicks, asked: height });
      this.axes = svg("g", { class: "moving-axes", "aria-hidden": "true" });
      this.below = svg("g", { "aria-hidden": "true" });
      this.window = svg("path");
      this.handles = svg("g");
      this.svg = svg("svg", { role: "group", "aria-label": label }, this.axes, this.below, this.handles);
      // What is drawn ends at the axes.
      if (clip) {
        const id = `${stage.figure.id}-window-${stage.plots.length}`;
        this.svg.prepend(svg("clipPath", { id }, this.window));
        put(this.below, { "clip-path": `url(#${id})` });
      }
      this.canvas = canvas ? html("canvas", { "aria-hidden": "true" }) : null;
      this.box = html("div", { class: "moving-plot" }, ...(canvas ? [this.canvas] : []), this.svg);
      stage.box.append(this.box);
      this.grips = [];
      stage.plots.push(this);
    }

    X = (value) => this.left + ((value - this.x[0]) / (this.x[1] - this.x[0])) * (this.right - this.left);
    Y = (value) => this.bottom - ((value - this.y[0]) / (this.y[1] - this.y[0])) * (this.bottom - this.top);
    xAt = (place) => this.x[0] + ((place - this.left) / (this.right - this.left)) * (this.x[1] - this.x[0]);
    yAt = (place) => this.y[0] + ((this.bottom - place) / (this.bottom - this.top)) * (this.y[1] - this.y[0]);

    /* An element of the drawing, made once. */
    add(name, attributes = {}, ...children) {
      const made = svg(name, attributes, ...children);
      this.below.append(made);
      return made;
    }

    /* Lay the axes out for the width there is. */
    fit(width) {
      const [top, right, bottom, left] = this.margin;
      const height = this.square ? Math.min(this.asked, width) : this.asked;
      Object.assign(this, { width, height, top, left, right: width - right, bottom: height - bottom });
      put(this.svg, { viewBox: `0 0 ${width} ${height}`, width, height });
      if (this.canvas) {
        const dense = devicePixelRatio || 1;
        Object.assign(this.canvas, { width: width * dense, height: height * dense });
        put(this.canvas, { style: `width:${width}px;height:${height}px` });
        this.ink = this.canvas.getContext("2d");
        this.ink.scale(dense, dense);
      }
      put(this.window, { d: `M${left} ${top}V${this.bottom}H${this.right}V${top}Z` });
      this.axes.replaceChildren(svg("path", { d: `M${left} ${top}V${this.bottom}H${this.right}` }));
      const write = (text, attributes) => this.axes.append(svg("text", attributes, text));
      for (const tick of ticks(...this.x, width / 90)) {
        this.axes.append(svg("path", { d: `M${this.X(tick)} ${this.bottom}v4` }));
        write(shown(tick, 6), { x: this.X(tick), y: this.bottom + 17, "text-anchor": "middle" });
      }
      if (this.yName !== null) {
        for (const [tick, text] of this.yTicks ?? ticks(...this.y, height / 60).map((each) => [each, shown(each, 6)])) {
          this.axes.append(svg("path", { d: `M${left} ${this.Y(tick)}h-4` }));
          write(text, { x: left - 7, y: this.Y(tick) + 4, "text-anchor": "end" });
        }
        const turned = `translate(13 ${(top + this.bottom) / 2}) rotate(-90)`;
        if (this.yName) write(this.yName, { transform: turned, "text-anchor": "middle" });
      }
      if (this.xName) write(this.xName, { x: (left + this.right) / 2, y: height - 5, "text-anchor": "middle" });
    }

    /* What the reader drags: by mouse, finger or arrow keys. `at` gives its place, `move` takes one, both in the units of the axes. */
    handle({ label, at, move, text, sentence = text, colour = 0, shape = "circle", axis = "x", step = [1, 1] }) {
      const dot = shape === "circle" ? svg("circle", { r: 7 }) : svg("path", { d: "M-9 0L0-8L9 0L0 8Z" });
      const grip = svg("g", { class: "moving-handle", "data-component": colour, tabindex: 0, role: "slider", "aria-label": label },
        svg("circle", { r: GRASP, class: "moving-grasp" }), dot);
      const to = (x, y) => {
        move(clamp(x, ...this.x), clamp(y, ...this.y));
        this.stage.changed();
        this.stage.say(sentence);
      };
      let offset = null;
      grip.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        const frame = this.svg.getBoundingClientRect();
        const [x, y] = at();
        offset = [event.clientX - frame.left - this.X(x), event.clientY - frame.top - this.Y(y)];
        grip.setPointerCapture(event.pointerId);
        grip.focus({ focusVisible: false });
        this.stage.pause();
        event.preventDefault();
      });
      grip.addEventListener("pointermove", (event) => {
        if (!offset) return;
        const frame = this.svg.getBoundingClientRect();
        to(this.xAt(event.clientX - frame.left - offset[0]), this.yAt(event.clientY - frame.top - offset[1]));
      });
      for (const end of ["pointerup", "pointercancel"]) grip.addEventListener(end, () => { offset = null; });
      grip.addEventListener("keydown", (event) => {
        const way = ARROWS[event.key];
        if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
        const far = event.shiftKey ? 10 : 1;
        // Where there is one way to go, all four arrows go it.
        const along = way[0] + way[1];
        const [right, up] = axis === "both" ? way : axis === "y" ? [0, along] : [along, 0];
        const [x, y] = at();
        this.stage.pause();
        to(x + right * far * step[0], y + up * far * step[1]);
        event.preventDefault();
      });
      this.handles.append(grip);
      this.grips.push(() => {
        const [x, y] = at();
        const [now, low, high] = axis === "y" ? [y, ...this.y] : [x, ...this.x];
        // A handle stays where it can be grasped.
        grip.setAttribute("transform", `translate(${clamp(this.X(x), this.left, this.right)} ${clamp(this.Y(y), this.top, this.bottom)})`);
        put(grip, { "aria-valuenow": now, "aria-valuemin": Math.min(low, now), "aria-valuemax": Math.max(high, now), "aria-valuetext": text() });
      });
      return grip;
    }
  }

  /* An arrow along a line of the drawing; one that would be too long ends in two heads. */
  const arrow = (element, x, y, dx, dy, most = 110) => {
    const length = Math.hypot(dx, dy);
    if (length < 0.5) return element.setAttribute("d", "");
    const drawn = Math.min(length, most);
    const [ux, uy] = [dx / length, dy / length];
    const [ex, ey] = [x + ux * drawn, y + uy * drawn];
    const size = Math.min(7, 2 + drawn / 3);
    const head = (away) => {
      const [bx, by] = [ex - ux * away, ey - uy * away];
      return `M${bx - ux * size - uy * size * 0.6} ${by - uy * size + ux * size * 0.6}L${bx} ${by}L${bx - ux * size + uy * size * 0.6} ${by - uy * size - ux * size * 0.6}`;
    };
    return element.setAttribute("d", `M${x} ${y}L${ex} ${ey}${head(0)}${length > most ? head(5) : ""}`);
  };

  Object.assign(mog, { arrow, clamp, fixed, html, path, Plot, put, shown, svg, ticks });
})();
