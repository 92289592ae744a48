/* Suggestions under a box while somebody types: a list the browser shows itself.

   Only what the server lists for this reader comes; without scripts the box is a box. */

(() => {
  "use strict";

  const WAIT = 200;

  /** The part that is being typed, and what stands before it: commas part names. */
  function parts(box) {
    const text = box.value;
    const at = box.dataset.parted === undefined ? 0 : text.lastIndexOf(",") + 1;
    const gap = /^\s*/.exec(text.slice(at))[0].length;
    return { before: text.slice(0, at + gap), typed: text.slice(at + gap) };
  }

  async function suggest(box, list) {
    const { before, typed } = parts(box);
    if (typed.trim().length < 2) return;
    const asked = new URLSearchParams({ q: typed, in: box.dataset.suggest });
    const answer = await fetch(`${box.dataset.from}?${asked}`);
    if (!answer.ok || parts(box).typed !== typed) return;
    const told = await answer.json();
    list.replaceChildren(
      ...told.suggestions.map((each) => {
        const option = document.createElement("option");
        option.value = before + each.name;
        option.label = each.label;
        return option;
      }),
    );
  }

  document.querySelectorAll("[data-suggest]").forEach((box, number) => {
    const list = document.createElement("datalist");
    list.id = `suggestions-${number}`;
    box.after(list);
    box.setAttribute("list", list.id);
    box.setAttribute("autocomplete", "off");
    let waiting = 0;
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => suggest(box, list), WAIT);
    });
  });
})();
