// The working mode of the inbox: keys that can be switched off, fields that "/" leads into, and where the focus goes on.

import { elementOf, isTooEarly } from "./unseen.js";

const KEPT = "questions-keys-off";
const fields = "input[data-key], textarea[data-key]";
const panel = document.querySelector(".shortcuts");
const box = document.getElementById("shortcuts-on");

function areOff() {
  try {
    return localStorage.getItem(KEPT) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function showState() {
  if (!box) return;
  box.checked = !areOff();
  panel.classList.toggle("off", areOff());
}

if (box) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "yes");
    } catch {
      // then it holds for nothing, and the box says so
    }
    showState();
  });
  showState();
}

// Before the keys of all pages: a switched-off key does nothing here, and one that belongs to a field leads into it.
document.addEventListener(
  "keydown",
  (event) => {
    const inside = event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (event.key === "Escape" && inside) {
      inside.blur();
      document.getElementById("question")?.focus();
      return;
    }
    if (inside || event.ctrlKey || event.metaKey || event.altKey) return;
    if (areOff()) {
      if (elementOf(event.key)) event.stopImmediatePropagation();
      return;
    }
    if (isTooEarly(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const field = [...document.querySelectorAll(fields)].find((element) => element.dataset.key === event.key);
    if (field) {
      event.preventDefault();
      event.stopImmediatePropagation();
      field.focus();
      return;
    }
    if (event.repeat && [...document.querySelectorAll("[data-key]")].some((element) => element.dataset.key === event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation(); // a key that is held down decides once
    }
  },
  true,
);

// A new question: screen readers read it, and the keyboard goes on from there.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "work") return;
  const question = document.getElementById("question");
  question?.focus({ preventScroll: true });
  document.getElementById("content")?.scrollIntoView({ block: "start" });
});

// [data-says]: where a key leads nowhere, it says so.
document.addEventListener("click", (event) => {
  const says = event.target.closest?.("[data-says]")?.dataset.says;
  if (says) document.body.dispatchEvent(new CustomEvent("toast", { detail: { value: says } }));
});

// [data-ticks="name"]: ticks all boxes of that name in the same form, or none when all are ticked.
function offerTicking() {
  for (const button of document.querySelectorAll("[data-ticks][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const boxes = [...button.form.querySelectorAll(`input[type=checkbox][name="${button.dataset.ticks}"]`)];
      const all = boxes.every((one) => one.checked);
      for (const one of boxes) one.checked = !all;
    });
  }
}
offerTicking();
document.body.addEventListener("htmx:afterSwap", offerTicking);
