/* Files on their way into an archive: dropped or chosen, folders too, in pieces.

   Without scripts the form sends itself. With them a file that broke off is asked how
   much of it is here, and goes on from there: also another day, when it is chosen
   again. */

(() => {
  "use strict";

  const PIECE = 8 * 1024 * 1024;
  const TRIES = 6;

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  function asked(form, body, type) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token };
    if (type) headers["Content-Type"] = type;
    return { headers, body, credentials: "same-origin" };
  }

  /** The answer as an object. Throws with `told` where the archive says no for good. */
  async function answer(form, response) {
    const told = await response.json().catch(() => null);
    // Whoever was signed out meanwhile is led to a page.
    if (told && !response.redirected && (response.ok || response.status === 409)) {
      return told;
    }
    const error = new Error("refused");
    if (told && told.told) error.told = told.told;
    else if (response.status < 500) error.told = form.dataset.out;
    throw error;
  }

  /** What one folder, or one file, that is sent alone is called. */
  function only(chosen) {
    const tops = new Set(chosen.map(({ name }) => name.split("/")[0]));
    return tops.size === 1 ? [...tops][0] : "";
  }

  async function begin(form, chosen) {
    if (form.dataset.import) return form.dataset.import;
    const name = form.querySelector("[name=name]");
    const called = (name ? name.value : "") || only(chosen);
    const body = new URLSearchParams({ name: called });
    const told = await answer(
      form,
      await fetch(form.dataset.begin, { method: "POST", ...asked(form, body) }),
    );
    form.dataset.import = told.arrival;
    return told.arrival;
  }

  async function sendOne(form, base, file, name, say) {
    const described = JSON.stringify({
      name,
      size: file.size,
      changed: Math.max(0, Math.floor(file.lastModified || 0)),
    });
    const announce = async () =>
      answer(
        form,
        await fetch(base, {
          method: "POST",
          ...asked(form, described, "application/json"),
        }),
      );
    for (let failed = 0; failed < TRIES; failed += 1) {
      try {
        let far = await announce();
        while (!far.whole) {
          say(far.got);
          const piece = file.slice(far.got, far.got + PIECE);
          const place = `${base}${far.file}/?at=${far.got}`;
          const sent = { method: "PUT", ...asked(form, piece, "application/octet-stream") };
          const told = await answer(form, await fetch(place, sent));
          if (!(told.got > far.got)) throw new Error("no further");
          far = told;
          failed = 0;
        }
        say(file.size);
        return true;
      } catch (error) {
        if (error.told) {
          say(-1, error.told);
          return false;
        }
        say(-1, form.dataset.broken);
        await pause(1000 * 2 ** failed);
      }
    }
    say(-1, form.dataset.failed);
    return false;
  }

  async function sendAll(form, chosen) {
    const list = form.querySelector(".sent");
    const button = form.querySelector("button.chief");
    list.hidden = false;
    button.disabled = true;
    let wrong = 0;
    try {
      const arrival = await begin(form, chosen);
      const page = `${form.dataset.home}${arrival}/`;
      for (const { file, name } of chosen) {
        const line = document.createElement("li");
        list.prepend(line);
        const whole = await sendOne(form, `${page}files/`, file, name, (got, told) => {
          const part = file.size ? Math.floor((100 * got) / file.size) : 100;
          line.textContent = told
            ? `${name}: ${told}`
            : `${name}: ${part} % ${form.dataset.going}`;
        });
        if (!whole) wrong += 1;
      }
      if (!wrong) location.assign(page);
    } catch (error) {
      const line = document.createElement("li");
      line.textContent = error.told || form.dataset.failed;
      list.prepend(line);
    }
    button.disabled = false;
  }

  const named = (file) => ({ file, name: file.webkitRelativePath || file.name });

  /** Every file of what was dropped, with its path below it. */
  async function inEntry(entry, above) {
    if (entry.isFile) {
      const file = await new Promise((done, no) => entry.file(done, no));
      return [{ file, name: above + entry.name }];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, no) => reader.readEntries(done, no));
      if (!some.length) break;
      for (const each of some) {
        found.push(...(await inEntry(each, `${above}${entry.name}/`)));
      }
    }
    return found;
  }

  async function dropped(transfer) {
    // Asked for at once: after the first wait the browser forgets what was dropped.
    const entries = [...transfer.items].map((item) =>
      item.webkitGetAsEntry ? item.webkitGetAsEntry() : null,
    );
    const files = [...transfer.files];
    if (entries.some((entry) => !entry)) return files.map(named);
    const found = [];
    for (const entry of entries) found.push(...(await inEntry(entry, "")));
    return found;
  }

  document.querySelectorAll("form.sending").forEach((form) => {
    const zone = form.querySelector(".drop");
    const files = form.querySelector("#files");
    const folder = form.querySelector("#folder");
    form.querySelector(".dropping").hidden = false;
    form.querySelector(".folder").hidden = !("webkitdirectory" in folder);
    files.required = false;

    form.addEventListener("submit", (event) => {
      const chosen = [...files.files, ...folder.files].map(named);
      if (!chosen.length) return;
      event.preventDefault();
      sendAll(form, chosen);
    });
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    for (const kind of ["dragleave", "drop"]) {
      zone.addEventListener(kind, () => zone.classList.remove("over"));
    }
    zone.addEventListener("drop", async (event) => {
      event.preventDefault();
      const chosen = await dropped(event.dataTransfer);
      if (chosen.length) sendAll(form, chosen);
    });
  });
})();
