// A row opens in a drawer; its arrows walk the filtered list, over the end of a page too. Ctrl+click opens the page.
(function () {
  "use strict";
  const { on, open, announce } = window.jishi;

  const drawer = () => document.getElementById("row-drawer");
  const links = () => Array.from(document.querySelectorAll("[data-rows] a[data-drawer]"));
  let current = null;

  function show(link) {
    current = link.closest("tr").dataset.row;
    document.querySelectorAll("[data-rows] tr.here").forEach((row) => row.classList.remove("here"));
    link.closest("tr").classList.add("here");
    drawer().querySelector("[data-drawer-whole]").href = link.href;
    const name = link.textContent.trim();
    drawer().setAttribute("aria-label", `详情：${name}`);
    drawStep();
    open(drawer());
    htmx.ajax("GET", link.dataset.drawer, { target: "#row-drawer-body", swap: "innerHTML" }).then(() => {
      const body = document.getElementById("row-drawer-body");
      body.scrollTop = 0;
      body.focus({ preventScroll: true });
      announce(`已打开${name}`);
    });
  }

  function here() {
    return links().findIndex((link) => link.closest("tr").dataset.row === current);
  }

  function pager(step) {
    return document.querySelector(`.pager a[rel=${step > 0 ? "next" : "prev"}]`);
  }

  function drawStep() {
    const at = here();
    const first = links().length ? Number((document.querySelector(".pager .faint") || {}).textContent.split("–")[0].replace(/,/g, "")) || 1 : 1;
    const total = document.querySelector("[data-batch]");
    const whole = total ? ` / ${Number(total.dataset.total).toLocaleString("en-US")}` : "";
    drawer().querySelector("[data-drawer-place]").textContent = `第 ${(first + at).toLocaleString("en-US")} 条${whole}`;
    drawer().querySelector("[data-drawer-step='-1']").disabled = at <= 0 && !pager(-1);
    drawer().querySelector("[data-drawer-step='1']").disabled = at >= links().length - 1 && !pager(1);
  }

  function step(by) {
    const at = here() + by;
    const all = links();
    if (at >= 0 && at < all.length) return show(all[at]);
    const turn = pager(by);
    if (!turn) return undefined;
    document.addEventListener("htmx:afterSettle", function turned(event) {
      if (event.detail.target.id !== "list") return;
      document.removeEventListener("htmx:afterSettle", turned);
      const fresh = links();
      if (fresh.length) show(fresh[by > 0 ? 0 : fresh.length - 1]);
    });
    turn.click();
    return undefined;
  }

  on("click", "a[data-drawer]", (event, link) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link);
  });
  on("click", "[data-drawer-step]", (event, button) => step(Number(button.dataset.drawerStep)));
  document.addEventListener("close", (event) => {
    if (event.target !== drawer() || !current) return;
    const link = links()[here()];
    if (link) link.focus({ preventScroll: true });
    document.getElementById("row-drawer-body").replaceChildren();
    current = null;
  }, true);

  window.jishi.drawer = { show, step, isOpen: () => Boolean(drawer() && drawer().open) };
})();
