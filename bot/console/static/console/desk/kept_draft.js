// What was typed here and the server does not have: kept in this browser, together with the draft on which it was typed.

const desk = document.getElementById("desk");
const name = `desk-draft-${desk.dataset.case}`;
const left = document.getElementById("left-draft");

/** `{ text, on }`, or null. */
export function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function keep(text, on) {
  try {
    sessionStorage.setItem(name, JSON.stringify({ text, on }));
  } catch {
    // a browser that keeps nothing
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing
  }
}

/** Shows it beside the field, to be copied or thrown away. */
export function showLeft(text) {
  left.querySelector("textarea").value = text;
  left.hidden = false;
}

left.querySelector("button").addEventListener("click", () => {
  forget();
  left.hidden = true;
});
// Where nothing can be sent, because a colleague has the conversation or it has ended, it must not seem gone.
if (!document.getElementById("reply-form")) {
  const typed = kept();
  if (typed) showLeft(typed.text);
}
