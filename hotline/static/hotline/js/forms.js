// A form is sent once; after a fault the summary has the focus; Ctrl Enter sends the form one types in.
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // Back to a page kept by the browser: the form may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("form[data-once]");
    const button = form?.querySelector(".btn.pri[type=submit], .btn.pri:not([type])");
    if (button) { event.preventDefault(); button.click(); }
  });
  document.querySelector("[data-errors]")?.focus();
})();
