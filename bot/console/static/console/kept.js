// form[data-guard]: whoever has to sign in anew, because the session ended meanwhile, finds again what was written.
// It is kept in this tab alone, for that person and that page, and forgotten with the next page that is no sign-in.

const KEPT = "console-kept";
const { person, kept: words } = document.body.dataset;
const guarded = () => [...document.querySelectorAll("form[data-guard]")];
const isText = (value) => typeof value === "string";
let sent = null;
let signingOut = false;

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-guard]")) sent = event.target;
  // A field or button of the name "action" would stand in the place of the property.
  signingOut = (event.target.getAttribute("action") || "").endsWith("/sign-out");
});

/** Keeps, whenever the page is left, what was written into these forms or is being sent. */
export function keepWhenLeft(changed) {
  window.addEventListener("pagehide", () => {
    const forms = guarded().map((form) => (form === sent || changed.has(form) ? written(form) : null));
    if (person && !signingOut && forms.some(Boolean)) store({ person, path: location.pathname, forms });
  });
}

function written(form) {
  return [...new FormData(form)].filter(([name, value]) => isText(value) && name !== "csrfmiddlewaretoken");
}

function store(entry) {
  try {
    if (entry) sessionStorage.setItem(KEPT, JSON.stringify(entry));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing does without.
  }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function bringBack(entry) {
  const forms = guarded();
  entry.forms.forEach((values, place) => {
    if (values && forms[place]) fill(forms[place], values);
  });
}

function fill(form, values) {
  const left = new Map();
  for (const [name, value] of values) left.set(name, [...(left.get(name) ?? []), value]);
  const fields = [...form.elements].filter((field) => field.name && left.has(field.name));
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = (left.get(field.name) ?? []).includes(field.value);
  }
  for (const field of fields) {
    if (field.type === "select-multiple") for (const one of field.options) one.selected = left.get(field.name).includes(one.value);
    else if (!["checkbox", "radio", "submit", "button", "file"].includes(field.type)) field.value = left.get(field.name).shift() ?? "";
  }
  // Rows that were added have no fields on the fresh page; saving takes them along.
  const names = new Set([...form.elements].map((field) => field.name));
  for (const [name, value] of values) if (!names.has(name)) form.append(hidden(name, value));
  const note = document.createElement("p");
  note.className = "notice warning";
  note.setAttribute("role", "status");
  form.prepend(note);
  note.textContent = words;
  for (const field of fields) field.dispatchEvent(new Event("input", { bubbles: true }));
}

function hidden(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}

const entry = stored();
if (entry) {
  const hint = document.getElementById("kept");
  if (hint) hint.hidden = false;
  const signingIn = location.pathname.startsWith("/console/sign-in");
  if (signingIn) store({ ...entry, away: true });
  else {
    store(null);
    // After the page's other scripts, which count and check what is written.
    if (entry.away && entry.person === person && entry.path === location.pathname) addEventListener("load", () => bringBack(entry));
  }
}
