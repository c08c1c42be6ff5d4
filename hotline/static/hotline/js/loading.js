// While htmx fetches: nothing for 300 ms, then grey lines over the panel; a fault is told at the
// place, and what stood there is shown again.
(() => {
  "use strict";
  const waits = new WeakMap();
  const skeleton = () => {
    const box = document.createElement("div");
    box.className = "skel";
    box.setAttribute("role", "status");
    const word = document.createElement("span");
    word.className = "vh";
    word.textContent = "正在取";
    box.append(word, ...Array.from({ length: 6 }, () => document.createElement("i")));
    return box;
  };
  const fault = (target, text, href) => {
    target.querySelector("[data-fault]")?.remove();
    const note = document.createElement("div");
    note.className = "note over";
    note.dataset.fault = "";
    note.setAttribute("role", "alert");
    const words = document.createElement("span");
    words.textContent = text;
    note.append(words);
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = "打开整页";
      words.append(" ", link);
    }
    target.prepend(note);
  };
  // What fetched itself again by its own (live.js) was not asked for: its faults are not told.
  const quiet = (event) => Boolean(event.detail.elt?.hasAttribute("data-live"));
  const addressOf = (event) => event.detail.requestConfig?.verb === "get" ? event.detail.requestConfig.path : "";

  // Where the panel lies under the list, and with Ctrl held, a link is a plain link.
  const narrow = matchMedia("(max-width: 1023px)");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[hx-get]");
    const plain = event.ctrlKey || event.metaKey || event.shiftKey;
    if (link && (plain || (narrow.matches && link.getAttribute("hx-target") === "#panel"))) event.stopPropagation();
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    target.setAttribute("aria-busy", "true");
    // A form asked for from within the panel is about to be filled in; a row only looks.
    target.dataset.asked = target.contains(event.detail.elt) ? "inside" : "outside";
    waits.set(target, setTimeout(() => {
      if (target.id !== "panel") return;
      target.classList.add("waiting");
      target.prepend(skeleton());
    }, 300));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const target = event.detail.target;
    clearTimeout(waits.get(target));
    target.removeAttribute("aria-busy");
    target.classList.remove("waiting");
    target.querySelector(":scope > .skel")?.remove();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.target;
    if (target?.id !== "panel" || target.dataset.asked !== "inside") return;
    target.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (quiet(event) && status !== 404) return;
    const text = status === 403 ? "这一件你不能看。"
      : status === 404 ? "没有这一件，可能已并走或你看不到。"
      : status === 429 ? "点得太快了，等几秒再试。"
      : "没取到，内容还在。";
    fault(event.detail.target, text, addressOf(event));
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => quiet(event) || fault(event.detail.target, "没取到，网络断了；原来的内容还在。", addressOf(event)));
  }
})();
