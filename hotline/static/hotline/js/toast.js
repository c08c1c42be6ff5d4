// Toasts go after six seconds, later while somebody points at them or is inside.
(() => {
  "use strict";
  const LASTS = 6000;
  const arm = (toast) => {
    const held = () => toast.matches(":hover, :focus-within");
    const go = () => (held() ? setTimeout(go, 1000) : toast.remove());
    const button = toast.querySelector("[data-toast-close]");
    if (button) { button.hidden = false; button.addEventListener("click", () => toast.remove()); }
    setTimeout(go, LASTS);
  };
  document.querySelectorAll("[data-toast]").forEach(arm);
})();
