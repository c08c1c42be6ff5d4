// The receipt's two buttons, shown only where they work: copy number and code, print the page.
(() => {
  "use strict";
  const copy = document.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const words = copy.querySelector("[data-copy-words]");
      try {
        await navigator.clipboard.writeText(copy.dataset.copy);
        words.textContent = "已复制";
      } catch {
        words.textContent = "没复制上，请抄下来";
      }
    });
  }
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
