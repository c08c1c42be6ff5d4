// The buttons a script is needed for: print the page, copy its address.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy-link]")) {
    if (!navigator.clipboard) continue;
    const words = button.querySelector("[data-copy-words]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        words.textContent = "链接已复制";
      } catch {
        words.textContent = "没复制上，用地址栏";
      }
    });
  }
})();
