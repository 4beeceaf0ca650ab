// The keyboard. Single letters work only while nobody types; inside a dialog J and K walk the drawer alone.
(function () {
  "use strict";
  const { on, open, isTyping } = window.jishi;

  const rows = () => Array.from(document.querySelectorAll("[data-rows] tbody tr"));
  const at = () => rows().findIndex((row) => row.classList.contains("here"));

  function walk(by) {
    if (window.jishi.drawer.isOpen()) return window.jishi.drawer.step(by);
    const all = rows();
    if (!all.length) return undefined;
    const next = Math.min(Math.max(at() + by, 0), all.length - 1);
    all.forEach((row, place) => row.classList.toggle("here", place === next));
    const link = all[next].querySelector("th a, td a");
    if (link) link.focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
    return undefined;
  }

  function press(selector) {
    const scope = document.querySelector("dialog[open]") || document;
    const found = scope.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  }

  const LETTERS = {
    j: () => walk(1),
    k: () => walk(-1),
    x: () => {
      const row = rows()[at()];
      const box = row && row.querySelector("input[name=key]");
      if (box) box.click();
    },
    e: () => press("[data-edit]"),
    a: () => press("[data-agree]"),
    r: () => press("[data-return]"),
    "/": () => {
      const field = document.querySelector("[data-filter-first]");
      if (field) field.focus();
      else window.jishi.search();
    },
    "?": () => open(document.getElementById("keys")),
  };

  function withControl(event) {
    const form = (event.target instanceof Element && event.target.closest("form")) || document.querySelector("main form[data-draft-key]");
    if (event.key.toLowerCase() === "k") window.jishi.search();
    else if (event.key.toLowerCase() === "s" && form && form.jishiDraft) form.jishiDraft.save(true);
    else if (event.key === "Enter" && form && form.method === "post") form.requestSubmit(form.querySelector("[data-main]") || undefined);
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) return withControl(event);
    if (isTyping(event.target)) return undefined;
    const dialog = document.querySelector("dialog[open]");
    const isWalk = ["j", "k"].includes(event.key) && window.jishi.drawer.isOpen();
    if ((dialog && !isWalk && !["a", "r", "e"].includes(event.key)) || !(event.key in LETTERS)) return undefined;
    event.preventDefault();
    LETTERS[event.key]();
    return undefined;
  });

  on("click", "[data-keys-open]", () => open(document.getElementById("keys")));
  on("click", "[data-save-draft]", (event, button) => {
    const form = button.closest("form");
    if (form && form.jishiDraft) form.jishiDraft.save(true);
  });
})();
