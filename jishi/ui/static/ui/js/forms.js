// Forms: faults come into focus, nothing is sent twice, a lost connection loses nothing, phrases fill in.
(function () {
  "use strict";
  const { on, each, notice } = window.jishi;

  each("[data-error-summary]", (summary) => summary.focus());

  on("click", "[data-error-summary] a", (event, link) => {
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea") || target;
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  on("click", "[data-phrase]", (event, button) => {
    const box = button.closest("[data-opinion], form");
    const field = box.querySelector("textarea") || box.querySelector("input[name=reason]");
    field.value = field.value && field.tagName === "TEXTAREA" ? `${field.value.trim()} ${button.textContent}` : button.textContent;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  on("click", "[aria-disabled=true]", (event) => {
    event.preventDefault();
    event.stopPropagation();
  });

  function lock(form, button, isLocked) {
    form.dataset.sending = isLocked ? "1" : "";
    form.querySelectorAll("button[type=submit], button:not([type])").forEach((each) => {
      each.disabled = isLocked;
    });
    if (!button) return;
    if (isLocked) button.dataset.words = button.textContent;
    if (isLocked) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }

  // Any form is sent once. The buttons lock only after the browser has read which one was pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.matches("[data-own]")) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    if (form.matches("[data-guard]")) {
      event.preventDefault();
      guarded(form, event.submitter);
    } else {
      window.setTimeout(() => lock(form, event.submitter, true));
      window.addEventListener("pageshow", () => lock(form, event.submitter, false), { once: true });
    }
  });

  /** Send a form by script so that a lost connection leaves it standing as it was. */
  async function guarded(form, button) {
    const body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    const address = (button && button.getAttribute("formaction")) || form.action || window.location.href;
    lock(form, button, true);
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
    } catch (lost) {
      lock(form, button, false);
      if (form.jishiDraft) form.jishiDraft.wait();
      notice("网络没有连上，还没有提交。您填写的内容都在，请检查网络后重试。", "bad", { label: "重试", run: () => form.requestSubmit(button || undefined) });
      return;
    }
    await show(form, button, answer);
  }

  async function show(form, button, answer) {
    const page = await answer.text();
    const isSignIn = answer.redirected && /\/login\//.test(answer.url);
    if (isSignIn || answer.status === 401) {
      if (form.jishiDraft) form.jishiDraft.wait();
      window.location.reload();
      return;
    }
    if (answer.redirected) {
      if (form.jishiDraft) form.jishiDraft.discard(false);
      window.location.assign(answer.url);
      return;
    }
    lock(form, button, false);
    replaceMain(page, answer.url);
  }

  // A form that comes back with faults, or a page that says why not, takes the place of the page's contents.
  function replaceMain(page, address) {
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const main = fresh.getElementById("main");
    const here = document.getElementById("main");
    if (!main || !here) {
      window.location.assign(address);
      return;
    }
    document.title = fresh.title;
    here.replaceChildren(...main.childNodes);
    window.scrollTo(0, 0);
    htmx.process(here);
    here.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: here } }));
    if (!here.querySelector("[data-error-summary]")) here.focus();
  }
})();
