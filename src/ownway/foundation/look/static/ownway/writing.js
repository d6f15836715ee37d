// Save while somebody writes, and keep in this browser what could not be saved yet.
// Without it the page has a Save button. What is kept here goes as soon as it is saved, or as soon as
// a page comes back after it was sent.
const PAUSE = 3000;
const ALL = "ownway-writing:";
const form = document.querySelector("form[data-keeps]");
const own = form ? ALL + form.dataset.keeps : "";
const store = (act) => { try { return act(localStorage); } catch { return null; } };

store((place) => Object.keys(place).filter((key) => key.startsWith(ALL) && key !== own
  && JSON.parse(place.getItem(key)).sent).forEach((key) => place.removeItem(key)));

// A link to a question unfolds the group it stands in, also where the browser does not by itself.
const unfold = () => {
  const group = document.getElementById(location.hash.slice(1))?.closest("details");
  if (group && !group.open) { group.open = true; location.replace(location.hash); }
};
window.addEventListener("hashchange", unfold);
unfold();

if (form) {
  const box = form.querySelector("textarea");
  const seen = form.querySelector("[name=seen]");
  const says = form.querySelector("[data-says]");
  let due;
  let busy = false;
  let leaving = false;

  const keep = (sent) => store((place) => place.setItem(own, JSON.stringify({ words: box.value, sent })));
  const forget = () => store((place) => place.removeItem(own));
  const held = () => store((place) => JSON.parse(place.getItem(own))?.words ?? null);

  async function save() {
    if (busy || leaving) { due = setTimeout(save, PAUSE); return; }
    busy = true;
    const sent = box.value;
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: new FormData(form), redirect: "manual",
        headers: { Accept: "application/json" },
      });
      const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
      if (answer.ok && said) {
        seen.value = said.seen;
        if (box.value === sent) forget();
      }
      says.textContent = said ? said.words : "Not saved yet: you may be signed out. What you typed is kept here. Press Save.";
    } catch {
      says.textContent = "Not saved yet: there is no connection. What you typed is kept on this device, and saved when it is back.";
      due = setTimeout(save, PAUSE * 3);
    } finally {
      busy = false;
    }
  }

  box.addEventListener("input", () => {
    keep(false);
    clearTimeout(due);
    due = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(due); keep(true); });
  window.addEventListener("online", () => { if (held() !== null) save(); });

  const kept = held();
  // What the server has is `defaultValue`; the browser itself may have put other words in the box.
  if (kept !== null && kept.trim() && !box.defaultValue.includes(kept.trim()) && box.value.includes(kept.trim())) {
    save();
  } else if (kept !== null && kept.trim() && !box.defaultValue.includes(kept.trim())) {
    const offer = form.querySelector("[data-kept]");
    form.querySelector("[data-kept-words]").textContent = kept;
    offer.hidden = false;
    form.querySelector("[data-put-back]").addEventListener("click", () => {
      box.value = kept.includes(box.value.trim()) ? kept : `${box.value}\n\n${kept}`;
      offer.hidden = true;
      box.focus();
      save();
    });
    form.querySelector("[data-leave]").addEventListener("click", () => { offer.hidden = true; forget(); });
  } else if (kept !== null) {
    forget();
  }
}
