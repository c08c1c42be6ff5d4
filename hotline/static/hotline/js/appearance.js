// The switch in the bar and the choice in 我的: both only write what theme.js reads.
(() => {
  "use strict";
  const theme = window.hotlineTheme;
  const root = document.documentElement;
  const isDark = () => root.getAttribute("data-bs-theme") === "dark";
  const button = document.querySelector("[data-theme-switch]");
  const choice = document.querySelector("[data-theme-choice]");
  const show = () => {
    if (button) {
      const use = button.querySelector("use");
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, isDark() ? "#sun" : "#moon"));
      button.setAttribute("aria-label", isDark() ? "换成浅色" : "换成深色");
    }
    if (choice) for (const radio of choice.querySelectorAll("input")) radio.checked = radio.value === theme.read();
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => theme.choose(isDark() ? "light" : "dark"));
  }
  if (choice) {
    choice.hidden = false;
    choice.addEventListener("change", (event) => theme.choose(event.target.value));
  }
  document.addEventListener("theme-changed", show);
  show();
})();
