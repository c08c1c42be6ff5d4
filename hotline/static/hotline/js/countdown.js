// Re-counts the chips once a minute; a chip's state is the server's and never changes here.
(() => {
  "use strict";
  const words = (seconds, day) => {
    const minutes = Math.floor(seconds / 60);
    if (minutes < 1) return "不到1分";
    const perDay = Math.max(Math.floor(day / 60), 1);
    const days = Math.floor(minutes / perDay);
    const parts = [[days, "天"], [Math.floor((minutes % perDay) / 60), "时"], [(minutes % perDay) % 60, "分"]];
    const first = parts.findIndex(([value]) => value);
    return parts.slice(first, first + 2).filter(([value]) => value).map(([value, unit]) => value + unit).join("");
  };
  const since = new WeakMap();
  const meet = () => {
    for (const chip of document.querySelectorAll("[data-left]")) if (!since.has(chip)) since.set(chip, performance.now());
  };
  const recount = () => {
    meet();
    const now = performance.now();
    for (const chip of document.querySelectorAll("[data-left]")) {
      const { left, runs, day } = chip.dataset;
      const spent = Math.min((now - since.get(chip)) / 1000, Number(runs));
      const text = chip.querySelector("[data-words]");
      const over = Number(left) < 0;
      const rest = over ? spent - Number(left) : Math.max(Number(left) - spent, 0);
      text.textContent = over && rest < 60 ? "刚超期" : (over ? "超" : "剩") + words(rest, Number(day));
    }
  };
  meet();
  setInterval(recount, 60_000);
  document.addEventListener("htmx:afterSettle", meet);
})();
