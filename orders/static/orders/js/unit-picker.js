// Finding a unit by words or pinyin initials: rows that do not match step aside, the chosen ones stay.
(() => {
  "use strict";
  const reveal = () => {
    for (const box of document.querySelectorAll("[data-unit-find]")) {
      box.hidden = box.closest("[data-unit-picker]").querySelectorAll("[data-find]").length < 8;
    }
  };
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-unit-find]")) return;
    const words = event.target.value.trim().toLowerCase();
    for (const row of event.target.closest("[data-unit-picker]").querySelectorAll("[data-find]")) {
      row.hidden = !row.querySelector(":checked") && !row.dataset.find.toLowerCase().includes(words);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-unit-find]")) return;
    event.preventDefault();
    const row = [...event.target.closest("[data-unit-picker]").querySelectorAll("[data-find]")].find((one) => !one.hidden);
    row?.querySelector("input").click();
  });
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
})();
