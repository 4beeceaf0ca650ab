// The frame: phone drawer, rail, menus that close again, the day looked at, errors of partial requests.
(function () {
  "use strict";
  const { on, notice } = window.jishi;

  function side(isOpen) {
    const shell = document.getElementById("shell");
    const button = document.querySelector("[data-nav-open]");
    if (!shell || shell.classList.contains("nav-open") === isOpen) return;
    shell.classList.toggle("nav-open", isOpen);
    if (button) button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) document.querySelector("#side a").focus();
    else if (button) button.focus();
  }

  on("click", "[data-nav-open]", () => side(true));
  on("click", "[data-nav-close]", () => side(false));

  on("click", "[data-rail]", () => {
    const isNarrow = document.documentElement.classList.toggle("rail");
    try {
      localStorage.setItem("jishi.rail", isNarrow ? "1" : "");
    } catch (refused) {
      // Not kept; that is all.
    }
  });

  // On the rail a heading first makes room for what is under it.
  on("click", ".rail .side summary", (event, summary) => {
    if (window.innerWidth < 992) return;
    event.preventDefault();
    document.documentElement.classList.remove("rail");
    summary.parentElement.open = true;
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else side(false);
  });

  // Looking at another day keeps the filters of the page.
  on("submit", "[data-as-of]", (event, form) => {
    event.preventDefault();
    const address = new URL(window.location.href);
    ["on", "known"].forEach((name) => {
      const value = form.elements[name].value;
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    });
    address.searchParams.delete("page");
    window.location.assign(address);
  });

  // The address of a list names only the filters that are applied.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "list-filters") return;
    const given = event.detail.formData;
    Array.from(given.keys()).forEach((name) => {
      const filled = given.getAll(name).filter((value) => value !== "");
      given.delete(name);
      filled.forEach((value) => given.append(name, value));
    });
  });

  function sentenceOf(request) {
    const page = new DOMParser().parseFromString(request.responseText || "", "text/html");
    const words = page.querySelector(".notice p, main p:not(.code)");
    return words ? words.textContent.trim() : "这一步没有办成，请刷新页面后再试。";
  }

  document.addEventListener("htmx:responseError", (event) => notice(sentenceOf(event.detail.xhr)));
  document.addEventListener("htmx:sendError", () => {
    notice("网络没有连上，列表还是刚才的样子。", "bad", { label: "重试", run: () => window.location.reload() });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A sign-in page must never land inside a list.
    const whole = /<html/i.test(event.detail.serverResponse || "");
    if (whole && event.detail.target !== document.body) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    const place = document.getElementById("notices");
    if (place) place.replaceChildren();
  });
})();
