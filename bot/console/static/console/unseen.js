// The inbox decides on nothing that nobody can have seen yet: what comes while the next question is on its way, or in the first moment of
// it, decides nothing and says so. Steps and undo, which decide nothing, wait for their turn.

const MOMENT = 500; // ms: longer than between the two halves of a double tap, shorter than anybody reads
const LEAVING = 3000; // ms: until another page stands there
const STEPS = "jku";
const HARMLESS = `${STEPS}s/`;
const waiting = [];
const underWay = new Set();
let seenFrom = 0; // from then on the question that stands there may be decided
let mutedUntil = 0; // what goes on after a key that was dropped belongs to that key, as the letters after a "/"
let saidAt = -Infinity;

/** The element that a key presses or leads into. */
export function elementOf(key) {
  return [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
}

function say() {
  const now = performance.now();
  const text = document.querySelector(".shortcuts")?.dataset.unseen;
  if (text && now > saidAt + 3 * MOMENT) document.body.dispatchEvent(new CustomEvent("toast", { detail: { value: text } }));
  saidAt = now;
}

/** Whether the key comes too early, in which case nobody else may act on it. */
export function isTooEarly({ key, repeat }) {
  if (key.length !== 1 || key === " ") return false;
  const now = performance.now();
  const isMuted = now < mutedUntil;
  if (!isMuted && !underWay.size && (now >= seenFrom || HARMLESS.includes(key))) return false;
  if (repeat) return true;
  if (!isMuted && STEPS.includes(key)) {
    waiting.push(key);
  } else {
    mutedUntil = now + MOMENT;
    say();
  }
  return true;
}

function carryOn() {
  while (waiting.length && !underWay.size) elementOf(waiting.shift())?.click();
}

function giveUp() {
  if (waiting.splice(0).length) say();
}

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const { target, elt, xhr } = event.detail;
  if (target?.id !== "work") return;
  // A double click, tap or Enter comes here without a key of the inbox.
  if (elt.id === "decide" && performance.now() < seenFrom) {
    event.preventDefault();
    say();
    return;
  }
  underWay.add(xhr);
  target.setAttribute("aria-busy", "true");
});

document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "work") seenFrom = performance.now() + MOMENT;
});

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!underWay.delete(detail.xhr)) return;
  detail.target.removeAttribute("aria-busy");
  // After a decision that came to nothing an undo would take back the one before it.
  const done = detail.successful && detail.xhr.status !== 204 && !document.querySelector("#work > [role=alert]");
  // htmx frees the page for the next request only after this event.
  setTimeout(done ? carryOn : giveUp);
});

// The second half of a double click on undo comes to the decision before, which nobody has read yet. A key that waited its turn clicks, too.
document.addEventListener(
  "click",
  (event) => {
    if (!event.isTrusted || performance.now() >= seenFrom || !event.target.closest?.("#work .last button")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// On the way to another page nothing is decided either.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#work a[href]:not([hx-get])");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) seenFrom = performance.now() + LEAVING;
});
