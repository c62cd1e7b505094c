// Writing to the citizen: a reply is shown at once and goes out once, however often the network makes us send it; what is typed is kept.

import { lose, take, toEnd } from "./case.js";
import { forget, keep, kept, showLeft } from "./kept_draft.js";
import { parsed, post } from "./requests.js";

const form = document.getElementById("reply-form");
const desk = document.getElementById("desk");
const refused = document.getElementById("refused");
const RETRIES = [1000, 3000, 6000];
const DRAFT_AFTER = 600;
// Also while somebody types without a pause: the citizen sees by it that an answer is being written.
const DRAFT_AT_LEAST_EVERY = 3000;

function newId() {
  // randomUUID is there on https pages only.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function pending(id, text) {
  const row = document.createElement("li");
  row.className = "item out operator pending";
  row.dataset.client = id;
  row.dataset.at = String(Date.now() * 1000);
  const who = document.createElement("p");
  who.className = "who";
  who.innerHTML = "<strong></strong>";
  who.firstChild.textContent = form.dataset.me;
  const words = document.createElement("div");
  words.className = "text";
  words.textContent = text;
  const ticks = document.createElement("p");
  ticks.className = "ticks";
  ticks.textContent = form.dataset.sending;
  row.append(who, words, ticks);
  document.getElementById("timeline").append(row);
  toEnd();
  return row;
}

async function sent(fields) {
  for (const wait of [...RETRIES, null]) {
    try {
      const response = await post(form.action, fields);
      if (response.status < 500) return response;
    } catch {
      // No connection: the same id again is the same message.
    }
    if (wait !== null) await pause(wait);
  }
  return null;
}

function giveBack(text, id) {
  const field = form.elements.text;
  field.value = field.value.trim() ? `${text}\n\n${field.value}` : text;
  form.elements.client_id.value = id; // the same words sent again are the same message
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function submit() {
  const field = form.elements.text;
  const text = field.value.trim();
  const fields = new FormData(form);
  const withLink = fields.getAll("link_url").some((one) => one.trim());
  // Ctrl+Enter asks no button whether it may be pressed.
  const isLocked = form.querySelector("[type=submit]").disabled;
  if ((!text && !withLink) || isLocked || desk.dataset.lost === "yes" || !form.reportValidity()) return;
  const id = form.elements.client_id.value || newId();
  fields.set("client_id", id);
  fields.set("text", text);
  refused.replaceChildren();
  const row = pending(id, text);
  field.value = "";
  form.elements.client_id.value = newId();
  for (const one of form.querySelectorAll("[name=link_title], [name=link_url]")) one.value = "";
  for (const one of form.querySelectorAll("[name=canned]")) one.remove();
  document.getElementById("links").open = false;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  const response = await sent(fields);
  if (response?.ok) {
    take(parsed(await response.text()).querySelectorAll("li.item"));
    row.remove();
    return;
  }
  row.remove();
  giveBack(text, id);
  if (!response) {
    refused.textContent = form.dataset.unsent;
    return;
  }
  refused.replaceChildren(parsed(await response.text()));
  if (response.status === 409) lose();
  // The platform's window may have run out while it was typed.
  else document.body.dispatchEvent(new Event("desk-case"));
}

// Drafts: on the server for whoever serves it next, and in this browser until the server has them.
let timer = null;
let overdue = null;
let saved = "";

function inBrowser(text) {
  if (text) keep(text, saved);
  else forget();
}

async function save() {
  clearTimeout(timer);
  clearTimeout(overdue);
  overdue = null;
  const text = form.elements.text.value;
  if (text === saved || desk.dataset.lost === "yes") return;
  try {
    const response = await post(form.dataset.draft, { token: desk.dataset.token, text });
    if (response.status === 204) {
      saved = text;
      document.getElementById("draft-state").textContent = text ? form.dataset.draftKept : "";
      if (form.elements.text.value === text) inBrowser("");
    } else if (response.status === 409) {
      document.body.dispatchEvent(new Event("desk-case"));
    }
  } catch {
    // It stays in this browser, and the next letter tries again.
  }
}

if (form) {
  const field = form.elements.text;
  saved = field.value;
  const typed = kept();
  // What a colleague has written in the field since then goes before what was typed here earlier.
  if (typed && typed.on === saved) field.value = typed.text;
  else if (typed) showLeft(typed.text);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    inBrowser(field.value);
    document.getElementById("draft-state").textContent = "";
    clearTimeout(timer);
    timer = setTimeout(save, DRAFT_AFTER);
    overdue ??= setTimeout(save, DRAFT_AT_LEAST_EVERY);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
}

// The approved message around the operator's words: what is typed is put into one line there, as the platform does.
const chosen = document.getElementById("template");
if (chosen) {
  const show = () => {
    const words = form.elements.text.value.trim().replace(/\s+/g, " ");
    for (const one of document.querySelectorAll(".template-preview")) {
      one.hidden = one.dataset.template !== chosen.value;
      const slot = one.querySelector("mark");
      if (slot) slot.textContent = words || slot.dataset.words;
    }
  };
  chosen.addEventListener("change", show);
  form.elements.text.addEventListener("input", show);
  show();
}
