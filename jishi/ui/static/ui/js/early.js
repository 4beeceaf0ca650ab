// Before the page is painted: keep the side bar as narrow as it was left.
(function () {
  "use strict";
  try {
    if (localStorage.getItem("jishi.rail") === "1") document.documentElement.classList.add("rail");
  } catch (refused) {
    // Storage may be switched off; the side bar is then wide.
  }
})();
