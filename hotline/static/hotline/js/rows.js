// Moving in a list: J K along the rows, Enter opens, X ticks; a row that can shows itself in the panel.
(() => {
  "use strict";
  const off = document.body.dataset.keys === "off";
  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
  const chosen = (all) => all.findIndex((row) => row.classList.contains("sel"));
  let soon = 0;

  const select = (row) => {
    for (const other of rows()) other.classList.toggle("sel", other === row);
  };
  const show = (row) => {
    const link = row.querySelector("a[data-open]");
    if (!link) return;
    link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    clearTimeout(soon);
    const panel = document.querySelector("#panel");
    if (link.hasAttribute("hx-get") && panel && matchMedia("(min-width: 1024px)").matches) {
      soon = setTimeout(() => link.click(), 150);
    }
  };
  const move = (step) => {
    const all = rows();
    if (!all.length) return false;
    const goal = all[Math.min(Math.max(chosen(all) + step, 0), all.length - 1)];
    select(goal);
    show(goal);
    return true;
  };
  const tick = () => {
    const row = rows().find((one) => one.classList.contains("sel"));
    const box = row && row.querySelector("input[type=checkbox]");
    if (!box) return false;
    box.click();
    return true;
  };
  const open = (event) => {
    const row = rows().find((one) => one.classList.contains("sel"));
    const link = row && row.querySelector("a[data-open]");
    if (!link || (document.activeElement !== link && document.activeElement !== document.body)) return false;
    event.stopPropagation();
    location.assign(link.href);
    return true;
  };
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) select(row);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || field) return;
    const key = event.key.toLowerCase();
    const done = event.key === "Enter" ? open(event)
      : off ? false
      : key === "j" ? move(1)
      : key === "k" ? move(-1)
      : key === "x" ? tick()
      : false;
    if (done) event.preventDefault();
  }, true);
})();
