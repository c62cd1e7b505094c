// Keys of the inbox that come while a decision or a step is still under way: they wait, and each is then carried out on the group that
// stands there by its turn. What cannot be carried out drops what was pressed after it, which was meant for another group.

const KEYS = "12345as/foiujk";
const LONGEST_CHECK = 5000;
const waiting = [];
const underWay = new Set();
let leaving = false;
let checked = null; // the #answered whose first answer is there
let limit = 0;

/** The element that a key presses or leads into. */
export function elementOf(key) {
  return [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && !element.disabled);
}

function isField(element) {
  return element.matches("input:not([type=checkbox]), textarea");
}

function isChecking() {
  const answered = document.getElementById("answered");
  return Boolean(answered) && (answered !== checked || answered.querySelector("[hx-post]") !== null);
}

/** Whether the key has to wait, in which case it is kept here and nobody else may act on it. */
export function keepForLater(event) {
  const { key } = event;
  const last = waiting.at(-1);
  if (leaving) return key.length === 1;
  if (key === "Escape" && waiting.length) return waiting.splice(0).length > 0;
  // What follows a "/" that waits is typed into the field, not pressed.
  if (last?.key === "/") {
    if (key === "Backspace") last.text = last.text.slice(0, -1);
    else if (key.length === 1) last.text += key;
    return true;
  }
  if (key.length !== 1 || !KEYS.includes(key)) return false;
  const forCheck = key === "a" && !elementOf("a") && isChecking();
  if (!underWay.size && !waiting.length && !forCheck) return false;
  if (!event.repeat) waiting.push({ key, text: "" }); // a key that is held down decides once
  if (!underWay.size) carryOn();
  return true;
}

function giveUp() {
  clearTimeout(limit);
  const text = document.querySelector(".shortcuts")?.dataset.dropped;
  if (waiting.splice(0).length && text) document.body.dispatchEvent(new CustomEvent("toast", { detail: { value: text } }));
}

function carryOn() {
  while (waiting.length && !underWay.size && !leaving) {
    const [{ key, text }] = waiting;
    const element = elementOf(key);
    if (!element && key === "a" && isChecking()) {
      clearTimeout(limit);
      limit = setTimeout(giveUp, LONGEST_CHECK);
      return;
    }
    clearTimeout(limit);
    if (!element) return giveUp();
    waiting.shift();
    if (isField(element)) {
      element.focus();
      element.value += text;
      element.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      element.click();
      if (element.dataset.says) return giveUp(); // no further question: what follows was meant for one
    }
  }
}

document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target?.id !== "work") return;
  underWay.add(detail.xhr);
  detail.target.setAttribute("aria-busy", "true");
});

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.target?.id === "answered") {
    checked = document.getElementById("answered");
    setTimeout(carryOn);
  }
  if (!underWay.delete(detail.xhr)) return;
  detail.target.removeAttribute("aria-busy");
  const done = detail.successful && detail.xhr.status !== 204 && !document.querySelector("#work > [role=alert]");
  // htmx frees the page for the next request only after this event.
  setTimeout(done ? carryOn : giveUp);
});

// On the way to another page nothing is decided any more.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#work a[href]:not([hx-get])");
  if (link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey) leaving = true;
});
window.addEventListener("pageshow", () => {
  leaving = false;
  waiting.length = 0;
});
