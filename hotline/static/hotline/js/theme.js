// Light or dark, set before the first paint: this machine's own choice, else what the system prefers.
(() => {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; }
  };
  const apply = () => {
    const choice = read();
    const theme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    document.documentElement.setAttribute("data-bs-theme", theme === "dark" ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("theme-changed"));
  };
  const choose = (choice) => {
    try {
      if (choice === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", choice);
    } catch { /* storage is closed: the choice lasts for this page only */
      document.documentElement.setAttribute("data-bs-theme", choice === "dark" ? "dark" : "light");
      return;
    }
    apply();
  };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", (event) => { if (event.key === "theme") apply(); });
  window.hotlineTheme = { read, choose };
})();
