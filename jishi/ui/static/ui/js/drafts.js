// A form keeps itself: three seconds after the last key, and when a field is left. It comes back with its values at
// the same field, also after the session had ended. What cannot reach the server waits in this tab.
(function () {
  "use strict";
  const { each, send, notice } = window.jishi;
  const IDLE = 3000;
  const STATES = { 0: "没有连上，内容存在本机，将自动重试", 401: "登录已过期，内容存在本机" };
  const SKIPPED = "[type=password], [type=file], [type=hidden], [data-draft-skip]";

  each("form[data-draft-key]", (form) => {
    if (form.jishiDraft) return;
    form.jishiDraft = new Keeper(form);
    form.jishiDraft.restore();
  });

  class Keeper {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.draftUrl || `/ui/drafts/${form.dataset.draftKey}/`;
      this.waiting = `jishi.draft:${form.dataset.draftKey}`;
      this.version = 0;
      this.timer = 0;
      this.focus = "";
      this.isDirty = false;
      this.isOver = false;
      this.blank = JSON.stringify(this.values());
      form.addEventListener("input", () => this.touched());
      form.addEventListener("change", () => this.touched());
      form.addEventListener("focusin", (event) => {
        if (event.target.name) this.focus = event.target.name;
      });
      form.addEventListener("focusout", () => this.isDirty && this.save());
      window.addEventListener("pagehide", () => this.isDirty && this.wait());
    }

    fields() {
      return Array.from(this.form.elements).filter((field) => field.name && !field.matches(SKIPPED) && field.type !== "submit");
    }

    values() {
      const found = {};
      this.fields().forEach((field) => {
        found[field.name] = found[field.name] || [];
        if (!["checkbox", "radio"].includes(field.type) || field.checked) found[field.name].push(field.value);
      });
      return found;
    }

    fill(values) {
      this.fields().forEach((field) => {
        if (!(field.name in values)) return;
        const kept = values[field.name];
        if (["checkbox", "radio"].includes(field.type)) field.checked = kept.includes(field.value);
        else {
          const same = this.fields().filter((other) => other.name === field.name);
          field.value = kept[same.indexOf(field)] || "";
        }
      });
      this.form.dispatchEvent(new CustomEvent("jishi:restored", { bubbles: true }));
    }

    touched() {
      this.isDirty = true;
      this.isOver = false;
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), IDLE);
    }

    body() {
      return {
        title: this.form.dataset.draftTitle || document.title,
        url: window.location.pathname + window.location.search,
        values: this.values(),
        focus: this.focus,
        version: this.version || null,
      };
    }

    async save(isForced) {
      window.clearTimeout(this.timer);
      if (this.isOver || (!this.isDirty && !isForced)) return;
      this.isDirty = false;
      const body = this.body();
      try {
        const answer = await send(`${this.url}save/`, JSON.stringify(body));
        this.version = answer.version;
        sessionStorage.removeItem(this.waiting);
        this.say(`草稿已存 ${answer.saved}`);
      } catch (refused) {
        this.wait();
        if (refused.status === 409) this.choose(refused.sentence);
        else this.say(STATES[refused.status] || refused.sentence);
        if (refused.status === 401) notice(refused.sentence, "warn", { label: "重新登录", run: () => window.location.reload() });
        if (refused.status === 0) this.timer = window.setTimeout(() => this.save(true), 2 * IDLE);
      }
    }

    /** Keep what was typed in this tab until it can be sent. */
    wait() {
      try {
        sessionStorage.setItem(this.waiting, JSON.stringify(this.body()));
      } catch (full) {
        // Nothing more can be done; the form itself still holds it.
      }
    }

    async restore() {
      const here = JSON.parse(sessionStorage.getItem(this.waiting) || "null");
      let kept = { version: 0 };
      try {
        kept = await send(this.url, undefined, { method: "GET" });
      } catch (refused) {
        if (!here) return;
      }
      this.version = kept.version;
      if (this.isDirty) return;
      const draft = here || (kept.version ? kept : null);
      if (!draft || JSON.stringify(draft.values) === this.blank) return;
      this.fill(draft.values);
      this.say(here ? "已恢复本机保存的内容" : `已恢复 ${kept.saved} 的草稿`);
      this.offerFresh();
      this.return(draft.focus);
      if (here) this.save(true);
    }

    return(name) {
      const field = name && this.form.elements[name];
      const target = field instanceof RadioNodeList ? field[0] : field;
      if (!target || document.querySelector("[data-error-summary]")) return;
      target.focus();
      if (target.setSelectionRange && target.value && /text|search|tel|textarea/.test(target.type)) {
        target.setSelectionRange(target.value.length, target.value.length);
      }
    }

    offerFresh() {
      notice("已接着上次没填完的内容。", "info", { label: "不要草稿，重新填写", run: () => this.discard(true) });
    }

    choose(sentence) {
      const line = notice(sentence, "warn", {
        label: "保留这个窗口的",
        run: () => {
          this.version = 0;
          this.save(true);
          document.getElementById("notices").replaceChildren();
        },
      });
      const other = document.createElement("button");
      other.type = "button";
      other.textContent = "改用另一窗口的";
      other.addEventListener("click", () => {
        sessionStorage.removeItem(this.waiting);
        this.isDirty = false;
        window.location.reload();
      });
      line.append(other);
    }

    async discard(reloads) {
      this.isOver = true;
      this.isDirty = false;
      window.clearTimeout(this.timer);
      sessionStorage.removeItem(this.waiting);
      await send(`${this.url}discard/`).catch(() => undefined);
      if (reloads) window.location.reload();
    }

    say(words) {
      const place = this.form.querySelector("[data-draft-state]");
      if (place) place.textContent = words;
    }
  }
})();
