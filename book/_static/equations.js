/* The marks beside equations open and close their verdicts; an equation wider than its box can be scrolled from the keyboard. */
(() => {
  "use strict";

  const panelOf = (mark) => document.getElementById(mark.getAttribute("aria-controls"));

  const show = (mark, open) => {
    mark.setAttribute("aria-expanded", String(open));
    panelOf(mark).hidden = !open;
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".claim-mark");
    if (mark) show(mark, panelOf(mark).hidden);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const inside = event.target.closest(".claim");
    for (const mark of (inside || document).querySelectorAll('.claim-mark[aria-expanded="true"]')) {
      if (panelOf(mark).contains(document.activeElement)) mark.focus();
      show(mark, false);
    }
  });

  const fade = (box) => box.toggleAttribute("data-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);

  const fit = (box) => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      const { label } = box.closest("[data-label]").dataset;
      box.setAttribute("aria-label", `Equation ${label}, scrolls sideways`);
      if (document.getElementById(`words-${label}`)) box.setAttribute("aria-describedby", `words-${label}`);
    } else {
      for (const name of ["tabindex", "role", "aria-label", "aria-describedby"]) box.removeAttribute(name);
    }
    fade(box);
  };

  const boxes = document.querySelectorAll("[data-label] div.math");
  const fitAll = () => boxes.forEach(fit);
  const resized = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));
  boxes.forEach((box) => {
    resized.observe(box);
    box.addEventListener("scroll", () => fade(box), { passive: true });
  });
  window.addEventListener("load", () => window.MathJax?.startup?.promise?.then(fitAll));
})();
