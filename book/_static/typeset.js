/* MathJax sets the formulas that the reader sees first, then the rest in portions: the first need not wait for the last. */
(() => {
  "use strict";

  const inView = (formula) => {
    const { top, bottom } = formula.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  /* The first formula where the reader is, or where the address leads: the page may not have gone there yet. */
  const first = (formulas) => {
    const aim = document.getElementById(location.hash.slice(1));
    const after = (formula) => aim.contains(formula) || aim.compareDocumentPosition(formula) & Node.DOCUMENT_POSITION_FOLLOWING;
    return Math.max(0, formulas.findIndex(aim ? after : inView));
  };

  const breath = () => new Promise((resolve) => setTimeout(resolve));

  const typeset = async () => {
    const formulas = [...document.querySelectorAll(".math")];
    // On from where the reader is, and last what stands above.
    const start = first(formulas);
    const order = [...formulas.slice(start), ...formulas.slice(0, start)];
    // Each portion lays the page out anew, so that few are better, but the first must be small.
    for (let place = 0, portion = 4; place < order.length; place += portion, portion = Math.min(2 * portion, 128)) {
      await MathJax.typesetPromise(order.slice(place, place + portion));
      await breath();
    }
  };

  // A page without a formula does not load MathJax.
  if (window.MathJax) window.MathJax.startup = { pageReady: typeset };
})();
