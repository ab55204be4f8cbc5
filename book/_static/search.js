/* Opened as a file, a page may not read others: search then lists titles, and does not ask for the lines around each find. */
(() => {
  "use strict";

  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
})();
