// Column settings: show, order, freeze, width; and how close the rows stand. Kept for the account.
(function () {
  "use strict";
  const { on, each, send, announce, notice } = window.jishi;
  const DENSITIES = ["normal", "compact", "touch"];
  const WORDS = { normal: "标准行距", compact: "紧凑行距", touch: "宽松行距" };

  on("click", "[data-column-move]", (event, button) => {
    const line = button.closest("li");
    const by = Number(button.dataset.columnMove);
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(line);
    else other.after(line);
    button.focus();
    announce(`已移到第 ${Array.from(line.parentElement.children).indexOf(line) + 1} 列`);
  });

  on("click", "[data-column-freeze]", (event, button) => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  });

  on("submit", "[data-columns]", (event, form) => {
    const columns = Array.from(form.querySelectorAll("[data-column]"), (line) => ({
      key: line.dataset.column,
      shown: line.querySelector("[data-column-shown]").checked,
      frozen: line.querySelector("[data-column-freeze]").getAttribute("aria-pressed") === "true",
      width: line.querySelector("[data-column-width]").value,
    }));
    form.elements.columns.value = JSON.stringify(columns);
  });

  on("click", "[data-density]", (event, button) => {
    const table = document.querySelector("[data-rows]");
    const next = DENSITIES[(DENSITIES.indexOf(button.dataset.density) + 1) % DENSITIES.length];
    button.dataset.density = next;
    if (table) {
      table.classList.remove(...DENSITIES);
      table.classList.add(next);
    }
    announce(WORDS[next]);
    send(button.dataset.url, new URLSearchParams({ density: next })).catch((refused) => notice(refused.sentence));
  });

  // Frozen columns stand side by side: each begins where the one before it ends.
  function place(table) {
    table.querySelectorAll("tr").forEach((row) => {
      let left = 0;
      const frozen = Array.from(row.children).filter((cell) => cell.matches(".pick, .frozen"));
      frozen.forEach((cell, at) => {
        cell.style.left = `${left}px`;
        cell.classList.toggle("last", at === frozen.length - 1);
        left += cell.offsetWidth;
      });
    });
    const scroller = table.parentElement;
    const mark = () => scroller.classList.toggle("scrolled", scroller.scrollLeft > 0);
    scroller.addEventListener("scroll", mark, { passive: true });
    mark();
  }

  each("[data-rows]", place);
})();
