/* A proved equation that can be broken: a press on a place of it makes a slip there, and the verdict shows that it is then false. */
(() => {
  "use strict";

  // How far beside a place a finger may come down, in pixels.
  const NEAR = 22;
  const HELP = "Press something marked to change it, and again for another change.";
  const PARTS = `<div class="breaking-equation"></div><p class="breaking-verdict" role="status"></p><button type="button">Mend it</button>
    <details class="breaking-list"><summary>The same changes as a list</summary></details>`;

  const attributes = (node, values) => {
    for (const [name, value] of Object.entries(values)) node.setAttribute(name, value);
    return node;
  };

  const drawn = (name, values) => attributes(document.createElementNS("http://www.w3.org/2000/svg", name), values);

  /* The LaTeX in which each place, and what the slip puts there, is an element of its own. */
  const marked = (tex, places, broken, slip) => {
    let [text, end] = ["", 0];
    places.forEach((place, n) => {
      const [earlier, later, put] = n === broken ? slip : [0, 0];
      const [from, to] = [place[0] + earlier, place[1] + later];
      // What lies within the slip is no place of its own.
      if (from < end) return;
      const inner = put || tex.slice(from, to);
      const look = n === broken ? ` breaking-${put ? "new" : "gone"}` : "";
      const piece = `\\class{breaking-place breaking-${n}${look}}{${inner}}`;
      text += tex.slice(end, from) + (place[2] ? `{${piece}}` : piece);
      end = to;
    });
    text += tex.slice(end);
    return text.includes("\\\\") ? `\\begin{split}${text}\\end{split}` : text;
  };

  /* A ground behind the place, which can be pressed, and a stroke through what is left out. */
  const ground = (place) => {
    const { x, y, width, height } = place.getBBox();
    const [wide, high] = [Math.max(width, 400) + 220, Math.max(height, 500) + 220];
    const [left, low] = [x + (width - wide) / 2, y + (height - high) / 2];
    place.prepend(drawn("rect", { x: left, y: low, width: wide, height: high, rx: 120 }));
    if (place.matches(".breaking-gone")) place.append(drawn("line", { x1: left, y1: low, x2: left + wide, y2: low + high }));
  };

  const parsed = (script) => JSON.parse(script.textContent);

  const setUp = (bench) => {
    const { tex, places } = parsed(bench.querySelector("script"));
    // A text stands with the first equation of the page that needs it.
    const words = [...document.querySelectorAll(".breaking-bench > script")].flatMap((script) => parsed(script).words);
    bench.insertAdjacentHTML("beforeend", PARTS);
    const [, box, verdict, mend, list] = bench.children;
    let [broken, turn, drawing] = [-1, -1, 0];

    const names = places.map((place) => {
      const same = places.filter((other) => other[3] === place[3]);
      return words[place[3]] + (same.length > 1 ? ` (${same.indexOf(place) + 1} of ${same.length})` : "");
    });

    const draw = async (slip, focused) => {
      const mine = ++drawing;
      const set = await MathJax.tex2svgPromise(marked(tex, places, broken, slip), { display: true });
      // Another press was faster.
      if (mine !== drawing) return;
      const svg = set.querySelector("svg");
      svg.removeAttribute("aria-hidden");
      attributes(svg, { role: "group", "aria-label": "The equation: what can be changed in it" });
      const { scrollLeft } = box;
      box.replaceChildren(svg);
      Object.assign(box, { scrollLeft });
      for (const place of svg.querySelectorAll(".breaking-place")) {
        const n = Number(/\d+/.exec(place.getAttribute("class")));
        const label = names[n] + (n === broken ? `, changed: ${words[slip[3]]}` : "");
        attributes(place, { role: "button", tabindex: 0, "data-place": n, "aria-label": label });
        ground(place);
        if (n === focused) place.focus({ preventScroll: true });
      }
    };

    const say = (slip) => {
      const [sign, standing] = slip ? ["✗", "refuted"] : ["✓", "proved"];
      const [said, at, where, came, one, other] = slip?.slice(3) ?? [];
      const numbers = slip && words[came].replace("#", one).replace("#", other);
      const why = slip ? `: ${words[said]}. At ${words[at]}${words[where]}: ${numbers}` : `. ${HELP}`;
      verdict.innerHTML = `<span class="claim-verdict" data-standing="${standing}"><span aria-hidden="true">${sign}</span> ${standing}</span>`;
      verdict.append(why.replaceAll(" = ", "\u00a0=\u00a0"));
      mend.hidden = !slip;
    };

    const show = (place, slip, focused) => {
      [broken, turn] = [place, slip];
      const shown = places[place]?.[4][slip];
      say(shown);
      draw(shown, focused);
    };

    const press = (place) => {
      const n = Number(place.dataset.place);
      const next = n === broken ? turn + 1 : 0;
      show(...(next < places[n][4].length ? [n, next] : [-1, -1]), n);
    };

    mend.onclick = () => show(-1, -1, broken);
    places.forEach((place, n) =>
      place[4].forEach((slip, m) => {
        const button = document.createElement("button");
        list.append(Object.assign(button, { type: "button", textContent: `${names[n]}: ${words[slip[3]]}`, onclick: () => show(n, m) }));
      }),
    );
    box.onclick = ({ target, clientX: x, clientY: y }) => {
      const far = (place) => {
        const { left, right, top, bottom } = place.getBoundingClientRect();
        return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
      };
      const [nearest] = [...box.querySelectorAll("[data-place]")].sort((one, other) => far(one) - far(other));
      const place = target.closest("[data-place]") ?? nearest;
      if (place && far(place) <= NEAR) press(place);
    };
    box.onkeydown = (event) => {
      if (![" ", "Enter"].includes(event.key) || !event.target.dataset.place) return;
      event.preventDefault();
      press(event.target);
    };
    show(-1, -1);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".breaking-open");
    if (!button) return;
    const bench = document.getElementById(button.getAttribute("aria-controls"));
    bench.hidden = !bench.hidden;
    button.setAttribute("aria-expanded", String(!bench.hidden));
    if (bench.children.length === 1) setUp(bench);
  });
})();
