// Ctrl+K: search for people, places, papers, menus and things to do. The address of the search is on its button.
// It answers {"groups": [{"label": "人员", "items": [{"label", "note", "hint", "url"}]}]}.
(function () {
  "use strict";
  const { on, open, announce } = window.jishi;
  const WAIT = 150;
  let timer = 0;
  let asked = 0;
  let isWaiting = false;
  let goesOn = false;

  const dialog = () => document.getElementById("palette");
  const field = () => dialog().querySelector("input");
  const results = () => document.getElementById("palette-results");
  const options = () => Array.from(results().querySelectorAll("[role=option]"));

  function start() {
    const button = document.querySelector("[data-palette-open]");
    if (!button || !dialog() || document.querySelector("dialog[open]")) return;
    open(dialog());
    field().select();
    if (!options().length) search();
  }

  async function search() {
    window.clearTimeout(timer);
    const mine = (asked += 1);
    isWaiting = true;
    const address = new URL(document.querySelector("[data-palette-open]").dataset.search, window.location.href);
    const typed = field().value.trim();
    const isNumber = /[0-9]{7}/.test(typed); // an identifier in full never stands in an address
    if (!isNumber) address.searchParams.set("q", typed);
    try {
      const answer = isNumber
        ? await window.jishi.send(address, new URLSearchParams({ q: typed }))
        : await window.jishi.send(address, undefined, { method: "GET" });
      if (mine === asked) arrived(answer.groups || []);
    } catch (refused) {
      if (mine === asked) say(refused.sentence);
    }
  }

  // Enter pressed before the answer came means what was typed, not what is still shown.
  function arrived(groups) {
    isWaiting = false;
    show(groups);
    if (goesOn) go(options()[0]);
    goesOn = false;
  }

  function say(sentence) {
    isWaiting = false;
    goesOn = false;
    const line = document.createElement("p");
    line.className = "palette-empty";
    line.textContent = sentence;
    results().replaceChildren(line);
    field().setAttribute("aria-expanded", "false");
    field().removeAttribute("aria-activedescendant");
    announce(sentence);
  }

  function show(groups) {
    const filled = groups.filter((group) => group.items.length);
    if (!filled.length) return say("没有找到。试试姓氏、拼音首字母、证件号后 4 位，或菜单的名字。");
    let number = 0;
    results().replaceChildren(...filled.map((group, place) => {
      const box = document.createElement("div");
      box.setAttribute("role", "group");
      box.setAttribute("aria-labelledby", `palette-group-${place}`);
      const head = document.createElement("p");
      head.className = "palette-group";
      head.id = `palette-group-${place}`;
      head.textContent = group.label;
      box.append(head, ...group.items.map((item) => option(item, (number += 1))));
      return box;
    }));
    field().setAttribute("aria-expanded", "true");
    choose(0);
    announce(`${number} 条结果`);
  }

  function option(item, number) {
    const line = document.createElement("div");
    line.className = "palette-option";
    line.id = `palette-option-${number}`;
    line.setAttribute("role", "option");
    line.dataset.url = item.url;
    const words = document.createElement("b");
    words.textContent = item.label;
    const note = document.createElement("small");
    note.textContent = item.note || "";
    const hint = document.createElement("span");
    hint.textContent = item.hint || "";
    line.append(words, note, hint);
    return line;
  }

  function chosen() {
    return options().findIndex((line) => line.getAttribute("aria-selected") === "true");
  }

  function choose(place) {
    const all = options();
    if (!all.length) return;
    const next = (place + all.length) % all.length;
    all.forEach((line, at) => line.setAttribute("aria-selected", String(at === next)));
    field().setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  }

  function go(line, isApart) {
    if (!line) return;
    if (isApart) window.open(line.dataset.url, "_blank", "noopener");
    else window.location.assign(line.dataset.url);
  }

  on("click", "[data-palette-open]", start);
  on("click", ".palette-option", (event, line) => go(line, event.ctrlKey || event.metaKey));
  on("input", "#palette input", () => {
    window.clearTimeout(timer);
    isWaiting = true;
    goesOn = false;
    timer = window.setTimeout(search, WAIT);
  });
  on("keydown", "#palette input", (event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) choose(chosen() + steps[event.key]);
    else if (event.key === "Enter" && isWaiting) {
      goesOn = true;
      search();
    } else if (event.key === "Enter") go(options()[chosen()], event.ctrlKey);
    else return;
    event.preventDefault();
  });

  window.jishi.search = start;
})();
