// Small things that come and go: toasts with undo, masked values shown for a while.
(function () {
  "use strict";
  const { on, each, send, announce } = window.jishi;
  const UNDO_SECONDS = 8;
  const SHOWN_SECONDS = 30;

  each("[data-toast]", (line) => {
    const seconds = line.querySelector("[data-seconds]");
    let left = UNDO_SECONDS;
    const tick = window.setInterval(() => {
      if (line.matches(":hover, :focus-within")) return;
      left -= 1;
      if (seconds) seconds.textContent = String(left);
      if (left > 0 && line.isConnected) return;
      window.clearInterval(tick);
      line.remove();
    }, 1000);
  });

  on("click", "[data-toast-close]", (event, button) => button.closest("[data-toast]").remove());

  // Said by an answer that replaced only a part of the page.
  document.addEventListener("jishi:toast", (event) => {
    const said = event.detail;
    const line = document.getElementById("toast-form").content.firstElementChild.cloneNode(true);
    line.querySelector("p").textContent = said.text;
    const form = line.querySelector("form");
    if (said.undo) form.action = said.undo;
    else form.remove();
    const place = document.getElementById("toasts");
    place.append(line);
    place.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: line } }));
  });

  on("click", "[data-masked-ask]", (event, button) => {
    const form = button.closest("[data-masked]").querySelector(".masked-form");
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input[name=reason]").focus();
  });

  on("submit", ".masked-form", async (event, form) => {
    event.preventDefault();
    const box = form.closest("[data-masked]");
    const fault = form.querySelector("[data-masked-error]");
    fault.hidden = true;
    try {
      const answer = await send(box.dataset.masked, new URLSearchParams(new FormData(form)));
      form.hidden = true;
      form.reset();
      reveal(box, answer.value);
    } catch (refused) {
      fault.textContent = refused.sentence;
      fault.hidden = false;
    }
  });

  function reveal(box, value) {
    const place = box.querySelector("[data-masked-value]");
    const ask = box.querySelector("[data-masked-ask]");
    const masked = place.textContent;
    const seconds = Object.assign(document.createElement("span"), { className: "seconds" });
    let left = SHOWN_SECONDS;
    place.textContent = value;
    ask.hidden = true;
    ask.setAttribute("aria-expanded", "false");
    place.after(seconds);
    announce(`已显示，${SHOWN_SECONDS} 秒后重新遮盖`);
    const hide = () => {
      window.clearInterval(tick);
      place.textContent = masked;
      seconds.remove();
      ask.hidden = false;
    };
    const tick = window.setInterval(() => {
      left -= 1;
      seconds.textContent = `${left} 秒后遮盖`;
      if (left <= 0) hide();
    }, 1000);
    seconds.textContent = `${left} 秒后遮盖`;
    window.addEventListener("pagehide", hide, { once: true });
  }
})();
