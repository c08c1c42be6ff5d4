// Keys that work on every page: ? Ctrl K / G-sequences Esc [ ], and the letter printed on a button.
(() => {
  "use strict";
  const off = document.body.dataset.keys === "off";
  const sheet = document.getElementById("key-sheet");
  const opener = document.querySelector("[data-open-keys]");
  const search = document.querySelector("[data-search]");
  let afterG = 0;

  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const seen = (element) => element.offsetParent !== null && !element.closest("[inert]");
  const openSheet = () => { if (sheet && !sheet.open) sheet.showModal(); };

  if (opener && sheet) { opener.hidden = false; opener.addEventListener("click", openSheet); }

  const jump = (letter) => {
    const goal = document.querySelector(`[data-jump="${letter}"]`);
    if (goal) location.assign(goal.dataset.href);
    return Boolean(goal);
  };
  const press = (letter) => {
    const button = [...document.querySelectorAll(`[data-key="${letter}"]`)].find(seen);
    if (button) button.click();
    return Boolean(button);
  };
  const toFilter = () => {
    const place = document.querySelector("[data-filter] input:not([type=hidden]), [data-filter] select, [data-filter] a") || search;
    if (place) place.focus();
    return Boolean(place);
  };
  const toTab = (step) => {
    const tabs = [...document.querySelectorAll("[data-tabs] a")];
    const goal = tabs[tabs.findIndex((tab) => tab.hasAttribute("aria-current")) + step];
    if (goal) goal.click();
    return Boolean(goal);
  };
  const escape = () => {
    const open = document.querySelector("details.more[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); return; }
    if (typing(document.activeElement)) document.activeElement.blur();
  };
  const single = (key) => {
    if (key === "?") { openSheet(); return true; }
    if (key === "/") return toFilter();
    if (key === "[") return toTab(-1);
    if (key === "]") return toTab(1);
    const letter = key.toUpperCase();
    if (!/^[A-Z]$/.test(letter)) return false;
    const jumping = Date.now() - afterG < 1500;
    afterG = letter === "G" && !jumping ? Date.now() : 0;
    if (afterG) return true;
    return jumping ? jump(letter) : press(letter);
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k" && search) {
      event.preventDefault();
      search.focus();
      search.select();
      return;
    }
    if (event.key === "Escape") { escape(); return; }
    if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || (sheet && sheet.open)) return;
    if (single(event.key)) event.preventDefault();
  });
})();
