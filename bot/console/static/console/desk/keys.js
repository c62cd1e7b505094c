// The keyboard: lists by j and k, and letters that lead to what they stand for. They can be switched off.

const KEPT = "desk-keys-off";
const dialog = document.getElementById("keys");
const box = document.getElementById("keys-on");
const FIELD = "input:not([type=checkbox], [type=radio], [type=submit]), select, textarea, [contenteditable]";

function areOff() {
  try {
    return localStorage.getItem(KEPT) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

box.checked = !areOff();
box.addEventListener("change", () => {
  try {
    if (box.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "yes");
  } catch {
    // then it cannot be kept
  }
});
document.getElementById("keys-button").addEventListener("click", () => dialog.showModal());

function step(by) {
  const links = [...document.querySelectorAll(".cases a[id^=row-]")];
  if (!links.length) return false;
  const row = document.activeElement?.closest(".case-row");
  const here = links.findIndex((link) => row?.contains(link));
  links[here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + by))].focus();
  return true;
}

/** Presses the button that a letter stands for in the row on which the focus is, or in the first one. */
function inRow(letter) {
  const row = document.activeElement?.closest(".case-row") ?? document.querySelector(`.case-row:has([data-row-key="${letter}"])`);
  const button = row?.querySelector(`[data-row-key="${letter}"]`);
  button?.click();
  return Boolean(button);
}

function lead(element) {
  const panel = element.closest("[role=tabpanel]");
  if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby")).click();
  if (element.matches("summary")) {
    const details = element.parentElement;
    details.open = true;
    details.querySelector("select, input:not([type=hidden]), textarea")?.focus();
    details.scrollIntoView({ block: "nearest" });
  } else if (element.matches("input, textarea")) {
    element.focus();
    // A draft, and the tags that are there, go on where they end.
    if (element.matches("textarea, [type=text]")) element.setSelectionRange(element.value.length, element.value.length);
  } else {
    return false;
  }
  return true;
}

// Before the keys of all pages.
document.addEventListener(
  "keydown",
  (event) => {
    if (dialog.open) {
      event.stopImmediatePropagation();
      return;
    }
    const inside = event.target.closest?.(FIELD);
    if (event.key === "Escape" && inside) {
      inside.blur();
      return;
    }
    if (inside || event.ctrlKey || event.metaKey || event.altKey) return;
    const element = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (areOff()) {
      if (element) event.stopImmediatePropagation();
      return;
    }
    const done =
      (event.key === "j" && step(1)) || (event.key === "k" && step(-1)) || (element ? lead(element) : event.key === "c" && inRow("c"));
    if (done || (event.repeat && element)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);
