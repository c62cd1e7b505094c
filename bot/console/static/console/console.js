// What the console's pages do in the browser. Everything works without it, only less comfortably.

import { keepWhenLeft } from "./kept.js";

// Whoever works off questions by keyboard makes several a second: more would cover the page.
const MOST_TOASTS = 3;
const texts = document.body.dataset;

/** Shows a short note at the edge of the page, which screen readers read out; with the way to what it speaks of, if there is one. */
export function toast(text, address = "", link = "") {
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = text;
  if (address) {
    const way = document.createElement("a");
    way.href = address;
    way.textContent = link;
    note.append(" ", way);
  }
  const notes = document.getElementById("toasts");
  notes?.append(note);
  while (notes?.children.length > MOST_TOASTS) notes.firstElementChild.remove();
  setTimeout(() => note.remove(), 6000);
}

// On a wide screen the menu stands beside the page; opened over it, it would stay there.
const menu = document.getElementById("menu");
matchMedia("(min-width: 60rem)").addEventListener("change", () => {
  if (menu?.matches(":popover-open")) menu.hidePopover();
});

// form[data-guard]: whoever leaves the page with changes that are not saved is asked first.
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
// A form that came back with errors is not saved; one goes on at the first of them, which a screen reader reads with its field.
const wrong = document.querySelector("main [aria-invalid=true]");
const unsaved = wrong?.closest("form[data-guard]");
if (unsaved) changed.add(unsaved);
wrong?.focus();
// What the last action came to: a screen reader reads a status that changes, not one that the page came with, but it reads what has the focus.
const flash = document.querySelector(".flash");
if (flash?.children.length && document.activeElement === document.body) flash.focus({ preventScroll: true });
keepWhenLeft(changed);
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// [data-confirm]: the button asks before it does what cannot be undone easily.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("[data-confirm]");
    if (button && !window.confirm(button.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);

// A form goes out once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  document.querySelectorAll(".under-way").forEach((note) => note.remove());
});

// form[data-busy="words"]: what takes long says so until the next page is there.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.dataset.busy || form.querySelector(".under-way")) return;
  const note = document.createElement("p");
  note.className = "under-way";
  note.setAttribute("role", "status");
  form.append(note);
  // A screen reader reads what is put into a status that is there already.
  setTimeout(() => note.append(document.createElement("progress"), ` ${form.dataset.busy}`), 300);
});

// a[data-toast="words"]: says what the click has begun, as a download does only when it is done.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-toast]");
  if (link) toast(link.dataset.toast);
});

// [data-key="n"]: pressing that key, outside of a field, presses the element.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key);
  if (wanted && !wanted.disabled) {
    event.preventDefault();
    wanted.click();
  }
});

// [data-copy="id"]: copies what that element holds.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.innerText);
    toast(texts.copied);
  });
}

// A server says toast by the header HX-Trigger: {"toast": "..."}, or {"toast": {"value", "address", "link"}}.
document.body.addEventListener("toast", ({ detail }) => toast(detail.value, detail.address, detail.link));
document.body.addEventListener("htmx:responseError", () => toast(texts.failed));
document.body.addEventListener("htmx:sendError", () => toast(texts.failed));
