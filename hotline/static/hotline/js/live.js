// What moved elsewhere: one stream a browser, held by one tab and shared with the others. An element
// with data-live="topic ..." gets the event "live" and fetches itself again, when nobody is busy in it.
(() => {
  "use strict";
  const url = document.body.dataset.stream;
  const marks = document.querySelectorAll("[data-live-mark]");
  if (!url || !window.EventSource) return;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("hotline-live") : null;
  const OPEN = "open", AWAY = "away";
  const LONGEST = 300_000;
  let state = "", since = Date.now(), wait = 5000;

  // -- the mark: 实时, or for how long not --
  const show = () => {
    for (const mark of marks) {
      mark.hidden = !state;
      mark.classList.toggle("off", state === AWAY);
      const seconds = Math.round((Date.now() - since) / 1000);
      const words = state === AWAY ? `断开${seconds < 90 ? `${seconds}秒` : `${Math.floor(seconds / 60)}分`}` : "实时";
      if (mark.textContent !== words) mark.textContent = words;
    }
  };
  const become = (next) => {
    if (next !== state) since = Date.now();
    state = next;
    show();
  };
  setInterval(() => { if (state === AWAY) show(); }, 1000);

  // -- elements: told at most every data-live-every seconds, and not while somebody is in them --
  const due = new Map();
  const last = new WeakMap();
  const busy = (element) => {
    const active = document.activeElement;
    const inside = active !== document.body && element.contains(active);
    const shown = getComputedStyle(element).display === "contents" ? element.firstElementChild : element;
    return inside || Boolean(shown?.matches(":hover") && element.hasAttribute("data-live-calm"))
      || Boolean(element.querySelector("details[open]"))
      || (element.hasAttribute("data-live-calm") && Boolean(document.querySelector("[data-live-hold]")));
  };
  const flush = () => {
    if (document.hidden) return;
    for (const [element, ids] of due) {
      if (!element.isConnected) { due.delete(element); continue; }
      const every = Number(element.dataset.liveEvery || 0) * 1000;
      if (busy(element) || performance.now() - (last.get(element) ?? -Infinity) < every) continue;
      due.delete(element);
      last.set(element, performance.now());
      element.dispatchEvent(new CustomEvent("live", { detail: { ids: [...ids] } }));
    }
  };
  setInterval(flush, 1000);
  document.addEventListener("visibilitychange", flush);
  const hear = (moved) => {
    for (const element of document.querySelectorAll("[data-live]")) {
      for (const topic of [...element.dataset.live.split(" "), "*"]) {
        if (!moved[topic]) continue;
        const ids = due.get(element) || new Set();
        moved[topic].forEach((id) => ids.add(id));
        due.set(element, ids);
      }
    }
    flush();
  };
  // A quiet fetch that was led elsewhere (the login, say) is not what it asked for.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, xhr, pathInfo } = event.detail;
    if (!elt?.hasAttribute("data-live") || !xhr.responseURL) return;
    const asked = new URL(pathInfo.requestPath, location.href).pathname;
    if (new URL(xhr.responseURL).pathname !== asked) event.detail.shouldSwap = false;
  });

  // -- the stream, in the leading tab --
  const tell = (name, data) => {
    tabs?.postMessage({ name, data });
    receive(name, data);
  };
  const receive = (name, data) => {
    if (name === "moved") hear(data);
    else if (name === "state") become(data);
    else if (name === "who" && leading) tabs.postMessage({ name: "state", data: state });
  };
  let leading = false;
  const listen = () => {
    const stream = new EventSource(url);
    let broken = false;
    stream.addEventListener("open", () => {
      wait = 5000;
      if (broken) tell("moved", { "*": [0] });
      broken = false;
    });
    stream.addEventListener("state", (event) => tell("state", JSON.parse(event.data)));
    stream.addEventListener("moved", (event) => tell("moved", JSON.parse(event.data)));
    stream.addEventListener("error", () => {
      broken = true;
      tell("state", AWAY);
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(() => { tell("moved", { "*": [0] }); listen(); }, wait);
      wait = Math.min(wait * 2, LONGEST);
    });
    addEventListener("pagehide", () => stream.close(), { once: true });
  };
  const lead = (late) => {
    leading = true;
    listen();
    if (late) tell("moved", { "*": [0] });
  };
  if (tabs) tabs.addEventListener("message", (event) => receive(event.data.name, event.data.data));
  if (tabs && navigator.locks) {
    const began = performance.now();
    navigator.locks.request("hotline-live", () => {
      lead(performance.now() - began > 1000);
      return new Promise(() => {});
    });
    setTimeout(() => { if (!leading) tabs.postMessage({ name: "who" }); }, 200);
  } else {
    lead(false);
  }
})();
