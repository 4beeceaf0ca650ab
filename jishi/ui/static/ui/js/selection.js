// Choosing rows for a batch, over pages and over the whole result; the choice lives as long as the tab.
(function () {
  "use strict";
  const { on, each } = window.jishi;

  const form = () => document.querySelector("[data-batch]");
  const boxes = () => Array.from(document.querySelectorAll("[data-rows] input[name=key]"));
  const list = () => document.querySelector("[data-list]");

  // One choice per list and filters: another filter is another result.
  function place() {
    const query = new URLSearchParams(window.location.search);
    ["page", "size", "sort"].forEach((name) => query.delete(name));
    query.sort();
    return `jishi.picked:${list() ? list().dataset.list : ""}:${query}`;
  }

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(place())) || { keys: [], whole: false };
    } catch (unreadable) {
      return { keys: [], whole: false };
    }
  }

  function write(picked) {
    try {
      if (picked.keys.length || picked.whole) sessionStorage.setItem(place(), JSON.stringify(picked));
      else sessionStorage.removeItem(place());
    } catch (full) {
      // The choice then holds for this page only.
    }
    draw(picked);
  }

  function draw(picked) {
    const foot = form();
    if (!foot) return;
    const keys = new Set(picked.keys);
    boxes().forEach((box) => {
      box.checked = picked.whole || keys.has(box.value);
      box.closest("tr").classList.toggle("picked", box.checked);
    });
    const total = Number(foot.dataset.total);
    const count = picked.whole ? total : keys.size;
    foot.hidden = count === 0;
    foot.querySelector("[data-picked]").textContent = count.toLocaleString("en-US");
    foot.querySelector("[data-whole]").value = picked.whole ? "1" : "";
    foot.querySelector("[data-pick-whole]").hidden = picked.whole || total <= boxes().length;
    const all = document.querySelector("[data-pick-all]");
    const checked = boxes().filter((box) => box.checked).length;
    all.checked = checked > 0 && checked === boxes().length;
    all.indeterminate = checked > 0 && checked < boxes().length;
  }

  function change(values, isPicked) {
    const picked = read();
    const keys = new Set(picked.whole ? boxes().map((box) => box.value) : picked.keys);
    values.forEach((value) => (isPicked ? keys.add(value) : keys.delete(value)));
    write({ keys: Array.from(keys), whole: false });
  }

  on("change", "[data-rows] input[name=key]", (event, box) => change([box.value], box.checked));
  on("change", "[data-pick-all]", (event, all) => change(boxes().map((box) => box.value), all.checked));
  on("click", "[data-pick-whole]", () => write({ keys: [], whole: true }));
  on("click", "[data-pick-none]", () => write({ keys: [], whole: false }));

  // Rows chosen on other pages go along.
  on("submit", "[data-batch]", (event, foot) => {
    const here = new Set(boxes().map((box) => box.value));
    const picked = read();
    foot.querySelectorAll("input[data-elsewhere]").forEach((field) => field.remove());
    picked.keys.filter((key) => !here.has(key)).forEach((key) => {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "key", value: key });
      field.dataset.elsewhere = "";
      foot.append(field);
    });
  });

  each("[data-rows]", () => draw(read()));

  // Back brings the reader to the same height of the page.
  const height = () => `jishi.height:${window.location.pathname}${window.location.search}`;
  window.addEventListener("pagehide", () => {
    if (list()) sessionStorage.setItem(height(), String(window.scrollY));
  });
  window.addEventListener("pageshow", () => {
    const entry = performance.getEntriesByType("navigation")[0];
    const kept = sessionStorage.getItem(height());
    if (list() && kept && entry && entry.type === "back_forward") window.scrollTo(0, Number(kept));
  });
})();
