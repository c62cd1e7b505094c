// One click or a few letters put a fact or a prepared answer into the reply. What was put in is in the citizen's language; whatever else
// stands there is not translated, and the page says so.

const field = document.getElementById("text");
const panel = document.getElementById("canned");
const search = document.getElementById("canned-search");
const opener = document.getElementById("canned-button");
const warning = document.getElementById("untranslated");
const inserted = new Set();

function warn() {
  if (!warning) return;
  let left = field.value;
  for (const text of inserted) left = left.split(text).join("");
  warning.hidden = Boolean(field.value.trim()) && !left.trim();
}

function insert(text) {
  const before = field.value.slice(0, field.selectionStart).trimEnd();
  const after = field.value.slice(field.selectionEnd).trimStart();
  field.value = [before, text, after].filter(Boolean).join("\n\n");
  const end = [before, text].filter(Boolean).join("\n\n").length;
  field.setSelectionRange(end, end);
  inserted.add(text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function open(shown) {
  panel.hidden = !shown;
  opener.setAttribute("aria-expanded", String(shown));
  if (shown) {
    search.value = "";
    filter();
    search.focus();
  }
}

function filter() {
  const words = search.value.toLowerCase().replace(/^\//, "").split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of document.querySelectorAll("#canned-list > li")) {
    row.hidden = !words.every((word) => row.dataset.words.includes(word));
    if (!row.hidden) found += 1;
  }
  const none = document.getElementById("canned-none");
  if (none) none.hidden = found > 0;
}

if (field) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-insert]");
    if (!button) return;
    insert(document.getElementById(button.dataset.insert).innerText.trim());
    if (button.dataset.canned) {
      const used = Object.assign(document.createElement("input"), { type: "hidden", name: "canned", value: button.dataset.canned });
      field.form.append(used);
      open(false);
      field.focus();
    }
  });
  opener.addEventListener("click", () => open(panel.hidden));
  field.addEventListener("input", warn);
  field.addEventListener("keydown", (event) => {
    // At the beginning of a line, where a slash would hardly be meant as one.
    if (event.key !== "/" || event.isComposing || !/(^|\n)$/.test(field.value.slice(0, field.selectionStart))) return;
    event.preventDefault();
    open(true);
  });
  search.addEventListener("input", filter);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      open(false);
      field.focus();
    }
    if (event.target === search && event.key === "Enter") {
      event.preventDefault();
      document.querySelector("#canned-list > li:not([hidden]) button:not(:disabled)")?.click();
    }
  });
  warn();
}
