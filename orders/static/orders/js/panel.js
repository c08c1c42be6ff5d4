// A verb's form in the order's right-hand panel: focus goes in and comes back, typed words are not swept away.
(() => {
  "use strict";
  const panel = document.getElementById("panel");
  if (!panel) return;
  let opener = null;
  const close = () => {
    if (!panel.firstChild) return false;
    panel.replaceChildren();
    opener?.focus();
    return true;
  };
  const unsaved = () => [...panel.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);

  const remind = () => {
    if (panel.querySelector("[data-unsaved]")) return;
    const note = document.createElement("p");
    note.className = "note soon";
    note.dataset.unsaved = "";
    note.setAttribute("role", "alert");
    note.textContent = "这张还没交，写的还在。先交上，或按“先不”收起。";
    panel.querySelector(".scroll").prepend(note);
  };

  document.addEventListener("htmx:confirm", (event) => {
    const link = event.target.closest("a[hx-target='#panel']");
    if (!link) return;
    link.closest("details.more")?.removeAttribute("open");
    if (!unsaved()) { opener = link; return; }
    event.preventDefault();
    remind();
    panel.querySelector("textarea, input[type=text]").focus();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== panel) return;
    const goal = panel.querySelector(".field :is(textarea, select, input:not([type=hidden], [hidden]))") || panel.querySelector(".btn.pri");
    goal?.focus({ preventScroll: true });
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-panel-close]") && close()) event.preventDefault();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !unsaved() && close()) event.stopPropagation();
  });
})();
