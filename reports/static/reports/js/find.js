// Finding within the page: what is typed leaves only the rows that hold it, in groups unfolded.
(() => {
  "use strict";
  for (const area of document.querySelectorAll("[data-find-in]")) {
    const box = area.querySelector("[data-find-box]");
    const input = area.querySelector("[data-find]");
    const none = area.querySelector("[data-find-none]");
    const groups = [...area.querySelectorAll("[data-find-group]")];
    const open = new Map(groups.map((group) => [group, group.open]));
    const find = () => {
      const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const group of groups) {
        let here = 0;
        for (const row of group.querySelectorAll("[data-find-row]")) {
          const text = row.dataset.findRow.toLowerCase();
          row.hidden = !words.every((word) => text.includes(word));
          here += !row.hidden;
        }
        group.hidden = !here;
        if (group instanceof HTMLDetailsElement) group.open = words.length ? here > 0 : open.get(group);
        found += here;
      }
      if (none) none.hidden = found > 0;
    };
    box.hidden = false;
    input.addEventListener("input", find);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    if (input.value) find();
  }
})();
