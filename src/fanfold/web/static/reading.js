/* What makes reading easier where scripts run; every page works without.

   Keys (shown on what they press), the display settings without a reload, the
   paragraph where somebody was (kept on this device alone), and addresses of
   paragraphs. What a reader chose is told by /reader.css as --chosen-*. */

(() => {
  "use strict";

  const root = document.documentElement;
  const story = document.querySelector("[data-work]");
  const chosen = (name) =>
    getComputedStyle(root).getPropertyValue(`--chosen-${name}`).trim();

  // --- keys -------------------------------------------------------------------

  const typing = (at) => at.closest("input, select, textarea, [contenteditable]");

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (chosen("keys") === "off" || document.querySelector("dialog[open]")) return;
    const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!found || found.hidden) return;
    event.preventDefault();
    found.click();
    if (found.matches("summary")) found.focus();
  }

  function showKeys() {
    root.classList.toggle("keys", chosen("keys") !== "off");
  }

  const help = document.getElementById("keys");
  const helper = document.querySelector('[data-key="?"]');
  if (help && helper) {
    helper.hidden = false;
    helper.addEventListener("click", () => help.showModal());
  }
  document.addEventListener("keydown", press);

  // --- display settings ---------------------------------------------------------

  const sheet = document.querySelector('link[rel="stylesheet"][href*="reader.css"]');
  const panel = document.getElementById("display-form");

  function mark() {
    showKeys();
    if (chosen("place") === "forgotten") forget();
    if (!panel) return;
    for (const button of panel.querySelectorAll("button[name]:not([name=reset])")) {
      button.setAttribute("aria-pressed", String(chosen(button.name) === button.value));
    }
  }

  async function choose(event) {
    event.preventDefault();
    const told = new FormData(panel);
    told.set(event.submitter.name, event.submitter.value);
    const answer = await fetch(panel.action, { method: "POST", body: told, redirect: "manual" });
    if (answer.type !== "opaqueredirect") {
      // Refused, as after a long pause: the plain way says why.
      panel.removeEventListener("submit", choose);
      panel.requestSubmit(event.submitter);
      return;
    }
    const fresh = sheet.cloneNode();
    fresh.href = `${sheet.getAttribute("href").split("?")[0]}?${Date.now()}`;
    fresh.addEventListener("load", () => {
      document.querySelectorAll('link[href*="reader.css"]').forEach((old) => {
        if (old !== fresh) old.remove();
      });
      mark();
    });
    document.head.append(fresh);
  }

  if (panel && sheet) panel.addEventListener("submit", choose);

  // --- where somebody was ---------------------------------------------------------

  const PREFIX = "fanfold.place.";
  const MOST = 200;
  const paragraphs = [...document.querySelectorAll('.text [id$="p1"], .text [id*="p"]')]
    .filter((each) => /p\d+$/.test(each.id));

  function stored(work) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + work));
    } catch {
      return null; // no room, not allowed, or not ours
    }
  }

  function forget() {
    try {
      Object.keys(localStorage)
        .filter((name) => name.startsWith(PREFIX))
        .forEach((name) => localStorage.removeItem(name));
    } catch {
      /* nothing was kept */
    }
  }

  function keep(place) {
    try {
      localStorage.setItem(PREFIX + story.dataset.work, JSON.stringify(place));
      const all = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
      const age = (name) => (stored(name.slice(PREFIX.length)) || { at: 0 }).at;
      if (all.length > MOST) {
        all.sort((one, other) => age(one) - age(other));
        all.slice(0, all.length - MOST).forEach((name) => localStorage.removeItem(name));
      }
    } catch {
      /* the device keeps nothing: so be it */
    }
  }

  /** The paragraph at the upper third of the window. */
  function current() {
    const line = innerHeight / 3;
    return (
      paragraphs.find((each) => each.getBoundingClientRect().bottom > line) ||
      paragraphs[paragraphs.length - 1]
    );
  }

  /** "#p12" is the twelfth of this page's chapter; "#CHAPTER-p12" of the whole text. */
  function placeOf(paragraph) {
    const [, chapter, number] = /^(?:(.+)-)?p(\d+)$/.exec(paragraph.id);
    return {
      chapter: chapter || story.dataset.chapter || "",
      paragraph: Number(number),
      at: Date.now(),
    };
  }

  let moved = false;

  function remember() {
    if (!moved || !story || !paragraphs.length || chosen("place") === "forgotten") return;
    const first = paragraphs[0].getBoundingClientRect().top > 0;
    if (first && !stored(story.dataset.work)) return;
    keep(placeOf(current()));
  }

  let waiting = 0;
  addEventListener(
    "scroll",
    () => {
      moved = true;
      clearTimeout(waiting);
      waiting = setTimeout(remember, 400);
    },
    { passive: true },
  );
  addEventListener("pagehide", remember);

  function offer() {
    const link = document.querySelector(".go-on a");
    const place = story && stored(story.dataset.work);
    if (!link || !place || location.hash || place.paragraph < 2) return;
    const here = place.chapter === (story.dataset.chapter || place.chapter);
    const shown = document.getElementById(`${place.chapter}-p${place.paragraph}`);
    if (shown) link.href = `#${shown.id}`;
    else if (here && paragraphs.length) link.href = `#p${place.paragraph}`;
    else link.href = `${link.dataset.chapters}${encodeURIComponent(place.chapter)}/#p${place.paragraph}`;
    link.parentElement.hidden = false;
  }

  // --- addresses of paragraphs -------------------------------------------------------

  const sign = document.querySelector(".paragraph-sign");

  function point(event) {
    const at = event.target.closest && event.target.closest(".text [id]");
    if (!at || !paragraphs.includes(at) || sign.parentElement === at) return;
    sign.href = `#${at.id}`;
    sign.hidden = false;
    at.append(sign);
  }

  if (sign && paragraphs.length) {
    document.addEventListener("pointerover", point);
    document.addEventListener("click", point);
    const here = document.querySelector('[data-key="b"]');
    if (here) {
      here.hidden = false;
      here.addEventListener("click", () => {
        const at = current();
        // Without a jump: the reader stays where the eyes are.
        history.replaceState(null, "", `#${at.id}`);
        document.querySelectorAll(".pointed").forEach((e) => e.classList.remove("pointed"));
        at.classList.add("pointed");
        const said = document.querySelector(".pointed-at");
        if (said) said.textContent = location.href;
      });
    }
  }

  mark();
  offer();
})();
