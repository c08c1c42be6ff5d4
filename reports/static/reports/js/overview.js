// The overview counts on while it is looked at: each part fetches itself again every so often, never
// under the pointer or the focus, and not while nobody sees the page.
(() => {
  "use strict";
  const page = document.querySelector(".dash");
  if (!page) return;
  const parts = [...page.querySelectorAll("[data-part]")];
  const last = new WeakMap(parts.map((part) => [part, performance.now()]));
  const asking = new WeakSet();
  const mark = document.querySelector("[data-stale]");
  const every = () => Number(page.dataset.every || 0) * 1000;

  const busy = (part) => {
    const active = document.activeElement;
    return part.matches(":hover") || (active !== document.body && part.contains(active))
      || Boolean(part.querySelector("details[open]"));
  };
  const tick = () => {
    if (document.hidden || !every()) return;
    const now = performance.now();
    for (const part of parts) {
      if (asking.has(part) || now - last.get(part) < every() || busy(part)) continue;
      asking.add(part);
      last.set(part, now);
      part.dispatchEvent(new CustomEvent("live"));
    }
    const oldest = Math.min(...parts.map((part) => Number(part.dataset.told || 0)));
    mark?.classList.toggle("c-soon", now - oldest > 2 * every() + 5000);
  };
  const told = (part) => {
    part.dataset.told = String(Math.round(performance.now()));
    const counted = part.querySelector("[data-counted]")?.dataset.counted;
    const place = mark?.querySelector("[data-as-of]");
    if (counted && place && place.textContent !== counted) place.textContent = counted;
  };
  page.addEventListener("htmx:afterRequest", (event) => {
    const part = event.detail.target;
    asking.delete(part);
    if (event.detail.successful) told(part);
    else if (part.querySelector(".skel")) part.querySelector(".box-b").textContent = "没取到，一会儿再取。";
  });
  parts.forEach(told);
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
})();
