// What an open page of the desk hears (server-sent events) and says (that it is there). The server tells where the page has got to with
// each event, so after a lost connection it goes on exactly there.

import { post } from "./requests.js";

const desk = document.getElementById("desk");
const said = document.getElementById("connection");
const title = document.title;
const SILENCE = 40_000; // the server pings every 15 seconds
const REFRESH_EVERY = 200;
// Of the time that the server needed for a list, so much passes before it is asked again.
const REST = 0.25;
// A request of which nothing was heard for so long is none any more.
const LOST = 10_000;
// Waiting times and clocks go on where nothing happens, too.
const TICK = 25_000; // every second ping
let place = desk.dataset.place;
let stream = null;
let attempt = 0;
let failures = 0;
let heard = Date.now();
let renewed = 0;
let unheard = false;
let refreshed = 0;
let ticked = Date.now();
let refreshing = null;
let fetching = false;
let missed = false;
let ended = 0;
let took = 0;
let served = null;

function showCounts(counts) {
  let different = false;
  for (const [name, number] of Object.entries(counts)) {
    for (const element of document.querySelectorAll(`[data-count="${name}"]`)) {
      different ||= element.textContent !== String(number);
      element.textContent = String(number);
    }
  }
  document.title = counts.waiting ? `(${counts.waiting}) ${title}` : title;
  if (served !== null && served !== counts.mine) tellOwn();
  served = counts.mine;
  return different;
}

/** Has the lists on the page fetched anew: at once, but not more often than a person can read. */
function refresh() {
  if (refreshing) return;
  // What happens meanwhile may not be in it; the next one goes out as soon as this one is there, however long others have taken.
  if (fetching && Date.now() - refreshed < LOST) {
    missed = true;
    return;
  }
  // Somebody who is choosing from a list on the board must not have it taken away.
  const choosing = document.activeElement?.closest("#board select") ? 3000 : 0;
  const now = Date.now();
  const wait = Math.max(choosing, REFRESH_EVERY - (now - refreshed), REST * took - (now - ended), 0);
  refreshing = setTimeout(() => {
    refreshing = null;
    refreshed = Date.now();
    document.body.dispatchEvent(new Event("desk-refresh"));
  }, wait);
}

/** Says that something has happened in one's own conversations, which stand above the one on the page. */
function tellOwn() {
  document.body.dispatchEvent(new Event("desk-own"));
}

function tellCase() {
  document.body.dispatchEvent(new Event("desk-case"));
}

/** Has everything that shows a time fetched anew: a conversation becomes late without anything having happened. */
function tick() {
  // Whoever chooses from a list on the board sees it with the next ping.
  if (Date.now() - ticked < TICK || document.activeElement?.closest("#board select")) return;
  ticked = Date.now();
  refresh();
  tellOwn();
}

/** Says that the page is open; a claim that it holds goes on with that. */
async function renew() {
  if (Date.now() - renewed < 3000) return;
  renewed = Date.now();
  const fields = desk.dataset.case ? { case: desk.dataset.case, token: desk.dataset.token } : {};
  try {
    const response = await post(desk.dataset.here, fields);
    if (response.status === 409) tellCase();
    if (unheard) said.textContent = "";
    unheard = false;
  } catch {
    // The stream notices as well, and tries again; but whoever is not heard from loses what they serve, so they are told at once.
    unheard = true;
    said.textContent = desk.dataset.offline;
  }
}

function disconnected() {
  attempt += 1;
  stream?.close();
  stream = null;
  failures += 1;
  if (failures > 1) said.textContent = desk.dataset.offline;
  setTimeout(connect, Math.min(10_000, 500 * 2 ** failures), attempt);
}

function connect(of = attempt) {
  if (of !== attempt) return;
  stream?.close();
  attempt += 1;
  const mine = attempt;
  heard = Date.now();
  const shown = desk.dataset.case ? `&case=${desk.dataset.case}` : "";
  stream = new EventSource(`${desk.dataset.events}?place=${encodeURIComponent(place)}${shown}`);
  const on = (name, act) =>
    stream.addEventListener(name, (event) => {
      if (mine !== attempt) return;
      heard = Date.now();
      if (event.lastEventId) place = event.lastEventId;
      act(event.data ? JSON.parse(event.data) : {});
    });
  on("ping", ({ counts }) => {
    if (failures > 1) {
      said.textContent = desk.dataset.online;
      setTimeout(() => (said.textContent = ""), 5000);
    }
    failures = 0;
    if (showCounts(counts)) refresh();
    tick();
    // Not by a timer alone: browsers slow down the timers of pages in the background.
    renew();
  });
  on("desk", ({ counts, happenings, messages, elsewhere, wrote, ring }) => {
    showCounts(counts);
    // A message changes only the row of its conversation.
    const isShown = (number) => document.querySelector(`#row-${number}`);
    // The one on the page is told of by its own event.
    const isOwn = (number) => String(number) !== desk.dataset.case && document.querySelector(`#own-${number}`);
    if (happenings.length || elsewhere || messages.some(isShown)) refresh();
    if (messages.some(isOwn) || happenings.some((one) => isOwn(one.handoff))) tellOwn();
    if (ring) document.body.dispatchEvent(new CustomEvent("desk-ring", { detail: ring }));
    else if (wrote.length) document.body.dispatchEvent(new CustomEvent("desk-wrote", { detail: wrote }));
  });
  on("case", tellCase);
  on("typing", () => document.body.dispatchEvent(new Event("desk-typing")));
  on("error", disconnected);
}

const isList = (event) => event.detail.elt.matches("#rows, #board");
document.body.addEventListener("htmx:beforeRequest", (event) => (fetching ||= isList(event)));
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!isList(event)) return;
  fetching = false;
  ended = Date.now();
  took = Math.min(ended - refreshed, 2000);
  if (missed) refresh();
  missed = false;
});
document.title = Number(desk.dataset.waiting) ? `(${desk.dataset.waiting}) ${title}` : title;
setInterval(renew, Number(desk.dataset.renew) * 1000);
setInterval(() => {
  if (stream && Date.now() - heard > SILENCE) disconnected();
}, 5000);
addEventListener("online", () => {
  failures = Math.max(failures, 2);
  connect();
});
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => {
  if (event.persisted) connect();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") renew();
});
renew();
connect();
