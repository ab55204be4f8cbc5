/* Symbols explained where they stand: the pointer over a symbol of an equation, or a tap on it, shows what it means. */
(() => {
  "use strict";

  const NEAR = { mouse: 2, touch: 12 };
  const GAP = 6;
  const MARGIN = 8;
  const DELAY = 120;
  const LINGER = 300;

  // --- what MathJax has set

  const kind = (node) => node.dataset.mmlNode;
  const parts = (node) => [...node.children].filter((part) => kind(part));

  // What TeX groups but does not print.
  const undressed = (node) => {
    while (["TeXAtom", "mrow", "mstyle", "mpadded"].includes(kind(node)) && parts(node).length === 1) [node] = parts(node);
    return node;
  };

  const dressed = (node) => {
    while (undressed(node.parentNode) === undressed(node)) node = node.parentNode;
    return node;
  };

  const character = (glyph) => {
    const code = parseInt(glyph.dataset.c, 16);
    // The letters of mathematics, such as an italic gamma, as plain ones; others, such as ℓ, are signs of their own.
    return code < 0x1d400 ? String.fromCodePoint(code) : String.fromCodePoint(code).normalize("NFKC");
  };

  const text = (node) => [...node.querySelectorAll("[data-c]")].map(character).join("");

  /* The name of a leaf in the table: of a letter that only its font tells from another, its LaTeX. */
  const name = (leaf) => {
    const glyphs = leaf.querySelectorAll("[data-c]");
    if (glyphs.length !== 1 || !/^(4|5|6|7).$/.test(glyphs[0].dataset.c) || kind(leaf) !== "mi") return text(leaf);
    const font = glyphs[0].getAttribute("href") ?? glyphs[0].getAttribute("xlink:href") ?? "";
    return `\\${font.includes("-TEX-C-") ? "mathcal" : "mathrm"}{${text(leaf)}}`;
  };

  // --- what it means

  const { signs, indices } = window.mogNotation;

  const symbol = (nodes, sign, words, meaning) => ({ nodes, sign, words, meaning });

  /* A letter with what stands below it, or with the power −1; null if the table has no such letter, undefined if nothing stands below. */
  const scripted = (leaf) => {
    for (let node = leaf; kind(node) !== "math"; node = node.parentNode) {
      const whole = node.parentNode;
      if (!["msub", "msubsup"].includes(kind(whole))) continue;
      const [base, ...scripts] = parts(whole);
      const below = scripts.at(-1);
      const power = scripts.length === 2 ? scripts[0] : null;
      const known = name(undressed(base));
      const alone = signs[`${known}_${text(below)}`];
      const inverse = power && text(power) === "−1" ? signs[`${known}⁻¹`] : undefined;
      const letter = alone ?? inverse ?? signs[known];
      if (node === power && !inverse) continue;
      if (alone) return symbol([base, below], letter.sign.split("_")[0], text(below), letter.meaning);
      const words = [...text(below).replaceAll(",", "")];
      if (letter?.indices.length && words.length <= letter.indices.length) {
        return symbol(inverse ? [whole] : [base, below], letter.sign, words.join(""), filled(letter, words));
      }
      // With another index it is another letter; an operator stays what it is.
      if (node === base && /^\p{L}/u.test(known)) return null;
    }
    return undefined;
  };

  /* The meaning with its indices put in: "a component" becomes "component k". */
  const filled = (letter, words) =>
    words.reduce((meaning, word, place) => {
      const one = letter.indices[place];
      return meaning.includes(`a ${one}`) ? meaning.replace(`a ${one}`, `${one} ${word}`) : `${meaning}, ${one} ${word}`;
    }, letter.meaning);

  /* A sign that stands by itself, seen with its neighbours. */
  const single = (leaf) => {
    const [before, after] = ["previousElementSibling", "nextElementSibling"].map((side) => dressed(leaf)[side]);
    const own = name(leaf);
    if (own === "π" && before && kind(before) === "mn" && text(before) === "2") {
      return symbol([before, leaf], signs["2π"].sign, "", signs["2π"].meaning);
    }
    if (own === "B" && before && after && text(before) === "|" && text(after) === "|") {
      return symbol([before, leaf, after], "|B|", "", signs["|B|"].meaning);
    }
    const raised = kind(dressed(leaf).parentNode) === "msup" && !dressed(leaf).previousElementSibling;
    if (indices[own] && !(own === "e" && raised)) return symbol([leaf], own, "", indices[own]);
    const letter = signs[own];
    return letter ? symbol([leaf], letter.sign, "", letter.bare || letter.meaning.replace("a component", "each component")) : null;
  };

  // --- where it is

  const distance = (box, x, y) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));

  /* The known symbol at a point of an equation, or the nearest one within so many pixels. */
  const symbolAt = (target, x, y, near) => {
    const leaves = target.closest?.("mjx-container")?.querySelectorAll(':is([data-mml-node="mi"], [data-mml-node="mo"], [data-mml-node="mn"])');
    const found = [...(leaves ?? [])].map((leaf) => [distance(leaf.getBoundingClientRect(), x, y), leaf]).filter(([far]) => far <= near);
    for (const [, leaf] of found.sort(([one], [other]) => one - other)) {
      const below = scripted(leaf);
      const meant = below === undefined ? single(leaf) : below;
      if (meant) return meant;
    }
    return null;
  };

  // --- showing it

  let tooltip = null;
  let shown = null;
  let dismissed = null;
  let aim = null;
  let timer = 0;

  const same = (one, other) => one?.nodes[0] === other?.nodes[0];

  const hide = () => {
    clearTimeout(timer);
    shown?.nodes.forEach((node) => node.removeAttribute("data-explained"));
    tooltip?.remove();
    shown = aim = null;
  };

  const show = (meant) => {
    hide();
    shown = aim = meant;
    dismissed = null;
    meant.nodes.forEach((node) => node.setAttribute("data-explained", ""));
    tooltip ??= Object.assign(document.createElement("div"), { id: "symbol-meaning", role: "tooltip" });
    const sign = document.createElement("b");
    sign.append(meant.sign);
    if (meant.words) sign.appendChild(document.createElement("sub")).append(meant.words);
    tooltip.replaceChildren(sign, `: ${meant.meaning}`);
    document.body.append(tooltip);
    place(meant.nodes.map((node) => node.getBoundingClientRect()));
  };

  /* Above the symbol where there is room, else below it, and always within the page's width. */
  const place = (boxes) => {
    const top = Math.min(...boxes.map((box) => box.top));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    const middle = (Math.min(...boxes.map((box) => box.left)) + Math.max(...boxes.map((box) => box.right))) / 2;
    const { width, height } = tooltip.getBoundingClientRect();
    const left = Math.max(MARGIN, Math.min(middle - width / 2, document.documentElement.clientWidth - width - MARGIN));
    tooltip.style.left = `${left + scrollX}px`;
    tooltip.style.top = `${(top < height + GAP ? bottom + GAP : top - height - GAP) + scrollY}px`;
  };

  const head = (meant) => {
    if (same(meant, aim)) return;
    aim = meant;
    clearTimeout(timer);
    if (!same(meant, shown)) timer = meant ? setTimeout(show, DELAY, meant) : setTimeout(hide, LINGER);
  };

  document.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    if (tooltip?.contains(event.target)) return head(shown);
    const meant = symbolAt(event.target, event.clientX, event.clientY, NEAR.mouse);
    if (!same(meant, dismissed)) dismissed = null;
    head(dismissed ? null : meant);
  });

  document.documentElement.addEventListener("pointerleave", () => head(null));

  document.addEventListener("click", (event) => {
    // A pointer may mark the words to copy them; a finger puts them away.
    if (event.pointerType === "mouse" && tooltip?.contains(event.target)) return;
    const near = event.pointerType === "mouse" ? NEAR.mouse : NEAR.touch;
    const meant = event.target.closest("a, button, summary") ? null : symbolAt(event.target, event.clientX, event.clientY, near);
    if (meant) show(meant);
    else hide();
  });

  // Before the marks hear of it: the key closes what was opened last.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    dismissed = shown;
    hide();
    event.stopPropagation();
  }, true);

  // The words move with the page, but not with a box that scrolls by itself.
  document.addEventListener("scroll", (event) => event.target !== document && hide(), { capture: true, passive: true });
  window.addEventListener("resize", hide);
})();
