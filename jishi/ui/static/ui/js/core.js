// What the other scripts share: delegated listeners, sending, sentences, dialogs. No inline handlers anywhere.
window.jishi = (function () {
  "use strict";

  const OVERDUE = "登录已过期。您填写的内容已保存在本机和草稿中，重新登录后回到这里继续。";
  const UNREACHED = "网络没有连上，这一步没有办成。您填写的内容还在，请稍后重试。";

  /** Listen once on the document for an event within whatever matches. */
  function on(type, selector, handle) {
    document.addEventListener(type, function (event) {
      const found = event.target instanceof Element ? event.target.closest(selector) : null;
      if (found) handle(event, found);
    });
  }

  /** Run for every match of a page, and again for whatever is swapped in later. */
  function each(selector, handle) {
    const run = (root) => {
      if (root.matches && root.matches(selector)) handle(root);
      root.querySelectorAll(selector).forEach(handle);
    };
    document.addEventListener("DOMContentLoaded", () => run(document));
    document.addEventListener("htmx:load", (event) => {
      if (event.detail.elt !== document.body) run(event.detail.elt);
    });
  }

  function token() {
    const carrier = document.querySelector("body[hx-headers]");
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return carrier ? JSON.parse(carrier.getAttribute("hx-headers"))["X-CSRFToken"] : field ? field.value : "";
  }

  /** Send and read JSON. Rejects with an Error whose `sentence` is for the person and `status` for us. */
  async function send(url, body, options) {
    const headers = { Accept: "application/json", "X-CSRFToken": token(), "X-Requested-With": "fetch" };
    if (typeof body === "string") headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await fetch(url, Object.assign({ method: "POST", body, headers, credentials: "same-origin" }, options));
    } catch (lost) {
      throw refusal(UNREACHED, 0);
    }
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    // A page instead of an answer is the sign-in page, or says that this window is older than the session.
    if (answer.status === 401 || answer.redirected || (answer.status < 404 && !isJson)) throw refusal(OVERDUE, 401);
    const read = isJson ? await answer.json() : {};
    if (!answer.ok) throw refusal(read.sentence || "这一步没有办成，请刷新页面后再试。", answer.status);
    return read;
  }

  function refusal(sentence, status) {
    return Object.assign(new Error(sentence), { sentence, status });
  }

  /** Say something to those who listen to the page instead of looking at it. */
  function announce(sentence) {
    const place = document.getElementById("announcer");
    if (place) place.textContent = sentence;
  }

  /** Put one sentence on top of the page, with at most one way to go on. */
  function notice(sentence, tone, action) {
    const place = document.getElementById("notices");
    if (!place) return announce(sentence);
    const line = document.createElement("div");
    line.className = `notice ${tone || "bad"}`;
    const words = document.createElement("p");
    words.textContent = sentence;
    line.append(words);
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = action.label;
      button.addEventListener("click", action.run);
      line.append(button);
    }
    place.replaceChildren(line);
    if (place.getBoundingClientRect().top < 0) place.scrollIntoView({ block: "center" });
    return line;
  }

  let opener = null;

  /** Open a dialog over the page; the focus returns to where it was. */
  function open(dialog) {
    if (!dialog || dialog.open) return;
    opener = document.activeElement;
    dialog.showModal();
  }

  on("click", "[data-open]", (event, button) => open(document.getElementById(button.dataset.open)));
  on("click", "dialog [data-close]", (event, button) => button.closest("dialog").close());
  document.addEventListener("mousedown", (event) => {
    if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
  });
  document.addEventListener("close", (event) => {
    if (!(event.target instanceof HTMLDialogElement)) return;
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }, true);

  /** Tell whether somebody is typing, so that single letters are words and not commands. */
  function isTyping(target) {
    return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  }

  return { on, each, send, announce, notice, open, isTyping, token };
})();
