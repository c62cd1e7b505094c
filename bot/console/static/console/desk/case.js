// The conversation on the page: new rows in their order, delivery as it goes on, and who serves it.

import { get, parsed } from "./requests.js";

const desk = document.getElementById("desk");
const timeline = document.getElementById("timeline");
const box = document.getElementById("timeline-box");
const typing = document.getElementById("typing");
const composer = document.getElementById("composer");
// That the reply was being written when the page was loaded anew.
const WRITING = "desk-writing";
// The server sends the last rows once more, unless we say that we have them.
const HAVE = 100;
let asking = false;
let own = false;
let again = false;
let silent = null;
let composing = false;
let over = null;

function isAtEnd() {
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

export function toEnd() {
  box.scrollTop = box.scrollHeight;
}

function put(row) {
  const at = Number(row.dataset.at);
  const behind = [...timeline.children].find((one) => Number(one.dataset.at) > at);
  timeline.insertBefore(row, behind ?? null);
}

function bringUpToDate(old, row) {
  old.dataset.version = row.dataset.version;
  const [ticks, newer] = [old.querySelector(".ticks"), row.querySelector(".ticks")];
  if (ticks && newer && ticks.textContent !== newer.textContent) ticks.replaceWith(newer);
  const [retry, offered] = [old.querySelector(".retry"), row.querySelector(".retry")];
  if (retry && !offered) retry.remove();
  if (!retry && offered) old.append(offered);
  const [words, edited] = [old.querySelector(".text"), row.querySelector(".text")];
  if (words && edited && words.textContent !== edited.textContent) {
    words.replaceWith(edited);
    old.querySelector(".who")?.replaceWith(row.querySelector(".who")); // where it says that it was changed
  }
}

/** Shows rows that are new, and what is new in those that are there already. */
export function take(rows) {
  const end = isAtEnd();
  for (const row of [...rows]) {
    const old = document.getElementById(row.id);
    if (old) {
      bringUpToDate(old, row);
      continue;
    }
    // What was shown at once, before the server had it.
    if (row.dataset.client) timeline.querySelector(`.pending[data-client="${row.dataset.client}"]`)?.remove();
    put(row);
    // They wrote what they were typing. Ticks and notes say nothing about that.
    if (row.classList.contains("in")) typing.textContent = "";
    tellWhoWroteLast(row);
  }
  if (end) toEnd();
}

/** Among one's own conversations this one says whether its citizen waits for an answer: not any longer than that. */
function tellWhoWroteLast(row) {
  const link = document.getElementById(`own-${desk.dataset.case}`);
  const waits = row.classList.contains("in");
  if (!link || (!waits && !row.classList.contains("operator"))) return;
  if (link.classList.contains("unanswered") !== waits) document.body.dispatchEvent(new Event("desk-own"));
}

function takeStatus(status) {
  const old = document.getElementById("case-status");
  const before = desk.dataset.mine === "yes" && desk.dataset.token;
  const mine = status.dataset.mine === "yes";
  if (before && status.dataset.token !== desk.dataset.token) lose();
  const lost = desk.dataset.lost === "yes";
  // Given back to who had lost it: it is theirs again, by another key than the one that this page holds.
  document.getElementById("yours").hidden = !mine || (Boolean(before) && !lost);
  document.getElementById("not-yours").hidden = mine || !lost;
  if (mine && composer.dataset.window !== status.dataset.window && fitTheWindow()) return;
  // The citizen has written again before anything had to be changed.
  if (mine && !lost && composer.dataset.window === status.dataset.window && status.dataset.window === "open") lock(false);
  if (old.textContent === status.textContent) return;
  old.replaceWith(status);
  showLeft();
}

/** The field belongs to the platform's window: free text while it is open, a template or nothing when it is over. Whether the page goes. */
function fitTheWindow() {
  // A reply is kept while it is typed. A note, links and half a Japanese word are not: then nothing can be sent until they are done.
  const unkept = [...composer.querySelectorAll("#note, [name=link_title], [name=link_url]")].some((field) => field.value.trim() !== "");
  if (unkept || composing) {
    lock(true);
    return false;
  }
  if (document.activeElement?.id === "text") sessionStorage.setItem(WRITING, "yes");
  location.reload();
  return true;
}

function lock(locked) {
  for (const button of document.querySelectorAll("#reply-form [type=submit]")) button.disabled = locked;
}

function takeOwn(own) {
  const old = document.getElementById("own-cases");
  // Not under somebody's hands.
  if (old.textContent !== own.textContent && !old.contains(document.activeElement)) old.replaceWith(own);
}

/** The conversation is somebody else's now: nothing can be sent, and nothing typed is lost. */
export function lose() {
  desk.dataset.lost = "yes";
  desk.dataset.token = "";
  document.getElementById("not-yours").hidden = false;
  lock(true);
  const actions = document.querySelector(".actions");
  if (actions) actions.hidden = true;
}

async function look(withOwn) {
  own ||= withOwn === true;
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    do {
      again = false;
      const wanted = own ? "&own=yes" : "";
      own = false;
      const numbers = [...timeline.querySelectorAll("[data-message]")].map((row) => Number(row.dataset.message));
      const have = [...timeline.querySelectorAll("[data-version]")].slice(-HAVE).map((row) => `${row.id}.${row.dataset.version}`);
      const response = await get(`${timeline.dataset.address}?after=${Math.max(0, ...numbers)}&have=${have.join()}${wanted}`);
      if (!response.ok) break;
      const part = parsed(await response.text());
      take(part.getElementById("new-items").children);
      takeStatus(part.getElementById("case-status"));
      const cases = part.getElementById("own-cases");
      if (cases) takeOwn(cases);
    } while (again);
  } catch {
    // No connection: the stream connects again, and then says that there is something new.
  } finally {
    asking = false;
  }
}

document.body.addEventListener("desk-case", () => look());
composer.addEventListener("compositionstart", () => (composing = true));
composer.addEventListener("compositionend", () => {
  composing = false;
  if (composer.querySelector("#reply-form [type=submit]:disabled")) look();
});
if (sessionStorage.getItem(WRITING)) {
  sessionStorage.removeItem(WRITING);
  const field = document.getElementById("text");
  field?.focus();
  // After what was typed has been put back.
  setTimeout(() => field?.setSelectionRange(field.value.length, field.value.length));
}
// What happens in one's other conversations stands above this one; that need not be there within the second.
let soon = null;
document.body.addEventListener("desk-own", () => {
  soon ??= setTimeout(() => {
    soon = null;
    look(true);
  }, 2000);
});
document.body.addEventListener("desk-typing", () => {
  typing.textContent = typing.dataset.words;
  clearTimeout(silent);
  silent = setTimeout(() => (typing.textContent = ""), 6000);
});

document.getElementById("earlier-box").addEventListener("click", async (event) => {
  const button = event.target.closest("#earlier");
  if (!button) return;
  button.disabled = true;
  const response = await get(button.dataset.address);
  if (!response.ok) return;
  const part = parsed(await response.text());
  const height = box.scrollHeight;
  for (const row of [...part.getElementById("earlier-items").children]) if (!document.getElementById(row.id)) put(row);
  box.scrollTop += box.scrollHeight - height;
  const more = part.getElementById("earlier");
  if (more) button.replaceWith(more);
  else button.remove();
  box.focus();
});

// The platform's window as a clock. When it runs out, nothing else may happen that would have the page look.
const EVERY = 20_000;
const ends = new WeakMap();

/** By the seconds that the server counts: what o'clock the browser thinks it is may be wrong. */
function endOf(left) {
  if (!ends.has(left)) ends.set(left, Date.now() + Number(left.dataset.seconds) * 1000);
  return ends.get(left);
}

function showLeft() {
  clearTimeout(over);
  let next = EVERY;
  for (const left of document.querySelectorAll(".left[data-seconds]")) {
    const time = endOf(left) - Date.now();
    const minutes = Math.max(0, Math.floor(time / 60_000));
    if (time <= 0) {
      // Nothing may be sent from this second on; the server then says what can.
      if (composer.dataset.window === "open") lock(true);
      look();
    }
    next = Math.min(next, Math.max(time, 1000));
    left.textContent = `(${left.dataset.words} ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")})`;
    left.classList.toggle("soon", minutes < 60);
  }
  over = setTimeout(showLeft, next);
}
// A browser slows down the timers of a page in the background, and a machine that sleeps has none.
document.addEventListener("visibilitychange", showLeft);
showLeft();
toEnd();
