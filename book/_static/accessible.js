/* The keyboard keeps its place on the page, and can scroll a table that is wider than its box. */
(() => {
  "use strict";

  // The theme takes the focus from its buttons once they are pressed.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    // A click that no pointer made counts none.
    if (event.detail === 0) button.blur = () => {};
    else delete button.blur;
  }, true);

  // A fold is called by what it folds.
  window.addEventListener("load", () => {
    for (const button of document.querySelectorAll(".admonition-title > .toggle-button")) {
      button.setAttribute("aria-label", `${button.parentElement.textContent.trim()}: show or hide`);
    }
  });

  const scroll = { tabindex: "0", role: "group", "aria-label": "Table, scrolls sideways" };
  const fit = ({ target }) => {
    const wide = target.scrollWidth > target.clientWidth;
    for (const [name, value] of Object.entries(scroll)) wide ? target.setAttribute(name, value) : target.removeAttribute(name);
  };
  const resized = new ResizeObserver((entries) => entries.forEach(fit));
  document.querySelectorAll(".pst-scrollable-table-container").forEach((box) => resized.observe(box));
})();
