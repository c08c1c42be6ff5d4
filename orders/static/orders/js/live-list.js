// A list that moved elsewhere: counts and cells follow in place, new rows wait behind a chip, a row
// that left goes pale and stays until the next move.
(() => {
  "use strict";
  const keyOf = (row) => row.querySelector("a[data-open]")?.getAttribute("href");
  const rowsOf = (list) => new Map([...list.querySelectorAll("[data-row]")].map((row) => [keyOf(row), row]));
  const tidy = (node) => node.textContent.replace(/\s+/g, " ").trim();

  const cells = (old, fresh) => {
    if (old.matches(":hover, :focus-within, .sel")) return;
    const pairs = [...old.cells].map((cell, n) => [cell, fresh.cells[n]]);
    for (const [cell, next] of pairs) if (next && tidy(cell) !== tidy(next)) cell.replaceWith(document.adoptNode(next));
  };
  const follow = (list, next) => {
    const tabs = list.querySelector(".tabs");
    const newTabs = next.querySelector(".tabs");
    if (tabs && newTabs && !tabs.contains(document.activeElement)) tabs.replaceWith(document.adoptNode(newTabs));
    const here = rowsOf(list);
    const there = rowsOf(next);
    for (const [key, row] of here) {
      const fresh = there.get(key);
      row.classList.toggle("gone", !fresh);
      if (fresh) cells(row, fresh);
    }
    return [...there.keys()].filter((key) => !here.has(key)).length;
  };
  const refresh = async (list) => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("#list");
    if (!next || !list.isConnected) return;
    const count = follow(list, next);
    const chip = list.querySelector("[data-live-chip]");
    chip.hidden = !count;
    chip.href = location.href;
    chip.querySelector("[data-live-count]").textContent = count;
  };
  document.addEventListener("live", (event) => {
    if (event.target.id === "list") refresh(event.target).catch(() => {});
  }, true);
})();
