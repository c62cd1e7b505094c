// The chat page: shows the conversation, sends what the citizen writes, follows the server's events.
// Text of others enters the page only as text nodes. Sentences of the page come from bot/webchat/texts.py, as data attributes.

const MAX_LENGTH = 1000;
const COUNT_FROM = 900;
const RETRY_SECONDS = [1, 2, 4, 8, 15]; // then the citizen is asked to retry
const RECONNECT_SECONDS = [0.3, 1, 2, 4, 8, 15];
const ANSWER_WITHIN = 20; // seconds for one request, and for the event stream to open
const SILENCE = 60; // seconds without an event (the server pings far more often) after which the stream counts as dead
const TYPING_AT_MOST = 30;

const find = (id) => document.getElementById(id);
const texts = find("texts").dataset;
const language = document.documentElement.lang;
const root = document.scrollingElement;
const log = find("log");
const field = find("text");
const seconds = (count) => count * 1000;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function button(className, text, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function keepFocus(event) {
  // A button that goes away takes the focus with it. After a tap nothing is lost; a focused field would open the phone's keyboard.
  if (event.detail === 0) field.focus({ preventScroll: true });
}

// ---- What this tab remembers over a reload: unsent messages and the draft -------------------------------------------

function remember(key, value) {
  try {
    if (value) sessionStorage.setItem(`${key}:${texts.agency_key}`, JSON.stringify(value));
    else sessionStorage.removeItem(`${key}:${texts.agency_key}`);
  } catch { /* storage is switched off: a reload forgets them */ }
}

function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(`${key}:${texts.agency_key}`));
  } catch {
    return null;
  }
}

// ---- Requests ---------------------------------------------------------------------------------------------------------

async function request(address, body) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), seconds(ANSWER_WITHIN));
  const options = { signal: limit.signal, credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.method = "POST";
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
    options.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
  }
  try {
    const response = await fetch(address, options);
    const answer = await response.json().catch(() => ({})); // 204, an error page of a proxy, or cut off
    const pause = Math.min(60, Number(response.headers.get("Retry-After")) || 0); // a date instead of seconds counts as none
    return { status: response.status, ok: response.ok, answer: answer ?? {}, pause };
  } catch {
    return { status: 0, ok: false, answer: {}, pause: 0 }; // no network, or too slow
  } finally {
    clearTimeout(timer);
  }
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only on https and localhost
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

// ---- Showing a message ------------------------------------------------------------------------------------------------

function languageOf(text) {
  const japanese = (text.match(/[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]/g) ?? []).length;
  const latin = (text.match(/[a-z\u00c0-\u024f]/gi) ?? []).length;
  if (!japanese && !latin) return language;
  return japanese * 4 >= latin ? "ja" : "id"; // one Japanese character says about as much as four letters
}

function safeLink(address, ...content) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== "https:") return null;
  const link = element("a", "elsewhere", ...content, element("span", "unseen", ` ${texts.opens_elsewhere}`));
  link.lastChild.lang = language;
  link.href = url.href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function withLinks(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(/https:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi)) {
    let address = match[0].replace(/[.,;:!?'\]]+$/, "");
    if (address.endsWith(")") && !address.includes("(")) address = address.replace(/[).,;:!?']+$/, "");
    const link = safeLink(address, address);
    if (!link) continue;
    parts.push(text.slice(from, match.index), link);
    from = match.index + address.length;
  }
  return [...parts, text.slice(from)];
}

function parted(text) {
  // The closing lines that name the source, apart from the answer; elsewhere in a text such a line is left where it stands.
  const lines = text.trimEnd().split("\n");
  let start = lines.length - 1;
  while (start > 0 && lines[start].trim() && !/^(Sumber\s*:|出典)/.test(lines[start])) start -= 1;
  if (start <= 0 || !lines[start].trim()) return [text.trimEnd(), ""];
  return [lines.slice(0, start).join("\n").trimEnd(), lines.slice(start).join("\n")];
}

function writeText(bubble, direction, text) {
  const [said, source] = direction === "out" ? parted(text) : [text, ""];
  bubble.lang = languageOf(text);
  bubble.replaceChildren(element("div", "said", ...withLinks(said)));
  if (source) bubble.append(element("div", "source", ...withLinks(source)));
}

function place({ title, address, latitude, longitude }) {
  const made = element("address", "place");
  if (title) made.append(element("strong", "", title));
  if (address) made.append(element("div", "", address));
  if (Number.isFinite(latitude) && Number.isFinite(longitude)) {
    const link = safeLink(`https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`, texts.open_map);
    link.lang = language;
    made.append(link);
  }
  return made;
}

function showTime(message, created) {
  const moment = new Date(created);
  message.dataset.day = moment.toDateString();
  const time = message.querySelector("time");
  time.dateTime = moment.toISOString();
  time.textContent = moment.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
}

function build({ direction, text, created, links = [], location = null, quick_replies: replies = [] }) {
  const bubble = element("div", "bubble");
  writeText(bubble, direction, text);
  const safe = (links ?? []).map(({ title, url }) => safeLink(url, title || url)).filter(Boolean);
  if (safe.length) bubble.append(element("ul", "links", ...safe.map((link) => element("li", "", link))));
  if (location) bubble.append(place(location));
  const meta = element("div", "meta", element("time"), element("span", "state"));
  const speaker = element("span", "unseen", `${direction === "in" ? texts.you : texts.agency_name}: `);
  const message = element("div", `message ${direction}`, speaker, bubble, meta);
  if (replies?.length) {
    const group = element("div", "replies", ...replies.map((reply) => button("choice", reply.title, (event) => choose(event.currentTarget, reply))));
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", texts.choices);
    for (const choice of group.children) choice.lang = languageOf(choice.textContent);
    message.append(group);
  }
  showTime(message, created);
  return message;
}

function insert(message, before = null) {
  log.insertBefore(message, before);
  let previous = message.previousElementSibling;
  while (previous && !previous.classList.contains("message")) previous = previous.previousElementSibling;
  const day = message.dataset.day;
  const today = new Date();
  if (day !== (previous ? previous.dataset.day : today.toDateString())) {
    const name = day === today.toDateString() ? texts.today : new Date(day).toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    log.insertBefore(element("div", "day", name), message);
  }
  find("examples").hidden = true;
}

// ---- Quick replies: those of the latest bot message can be tapped --------------------------------------------------------

function setActive(choice, active) {
  // Not `disabled`: a button that had the focus would lose it, and keyboard readers would start again at the top.
  choice.setAttribute("aria-disabled", String(!active));
  choice.tabIndex = active ? 0 : -1;
}

function refreshReplies() {
  const latest = [...log.querySelectorAll(".message.out")].pop();
  for (const group of log.querySelectorAll(".replies")) {
    const active = group.parentElement === latest && !group.querySelector(".chosen");
    for (const choice of group.children) setActive(choice, active);
  }
}

function choose(choice, reply) {
  if (choice.getAttribute("aria-disabled") === "true") return;
  choice.classList.add("chosen");
  refreshReplies();
  send(reply.title, reply.key, choice);
}

// ---- Where the page stands: at the end, unless the reader went up ----------------------------------------------------------

const jump = find("jump");
let following = true; // the reader is where new messages appear
let expected = 0; // where we scrolled to ourselves
let firstNew = null; // first message from the other side since the reader last wrote or was at the end

const end = () => Math.max(0, root.scrollHeight - root.clientHeight);
const atEnd = () => end() - root.scrollTop < 48;

function headHeight() {
  const head = document.querySelector(".bar");
  return getComputedStyle(head).position === "sticky" ? head.offsetHeight : 0;
}

function goToNewest() {
  if (!log.childElementCount) return; // an empty conversation begins at the top, with the notice
  // To the end, but never past the beginning of what has not been read: a long answer is read from its first line.
  const start = firstNew ? firstNew.getBoundingClientRect().top + root.scrollTop - headHeight() - 16 : Infinity;
  expected = Math.round(Math.min(end(), start));
  root.scrollTop = expected;
  offerJump();
}

function goToEnd() {
  following = true;
  firstNew = null;
  goToNewest();
}

function offerJump() {
  const below = firstNew && firstNew.getBoundingClientRect().top > innerHeight - find("composer").offsetHeight - 40;
  jump.hidden = atEnd() || (!firstNew && end() - root.scrollTop < 400);
  jump.textContent = below ? texts.new_message : texts.to_end;
}

addEventListener("scroll", () => {
  if (atEnd()) {
    following = true;
    firstNew = null;
  } else if (Math.abs(root.scrollTop - expected) > 2) {
    following = false;
  }
  offerJump();
}, { passive: true });

new ResizeObserver(() => { if (following) goToNewest(); }).observe(find("composer"));
addEventListener("resize", () => { if (following) goToNewest(); });

jump.addEventListener("click", (event) => {
  if (firstNew && firstNew.getBoundingClientRect().top > innerHeight / 2) {
    following = true;
    goToNewest();
  } else {
    goToEnd();
  }
  keepFocus(event);
});

// ---- Messages from the server ----------------------------------------------------------------------------------------------

const received = new Set(); // numbers of the server
let lastId = 0;

function receive(data) {
  if (received.has(data.id)) return;
  received.add(data.id);
  lastId = Math.max(lastId, data.id);
  const mine = data.direction === "in";
  const waiting = mine && log.querySelector(`[data-uuid="${CSS.escape(data.external_id ?? "")}"]`);
  if (waiting) {
    writeText(waiting.querySelector(".bubble"), "in", data.text); // as stored: identity numbers are masked in it
    showTime(waiting, data.created);
    arrived(data.external_id);
    return;
  }
  const message = build(data);
  if (mine && data.external_id) message.dataset.uuid = data.external_id;
  if (!mine) {
    setTyping(false);
    withPerson = data.author === "operator";
  }
  insert(message, log.querySelector(".message.waiting"));
  refreshReplies();
  if (!mine) firstNew ??= message;
  if (following) goToNewest();
  else offerJump();
}

// While a person answers they see that the citizen types, as the citizen sees it of them.
const TYPING_EVERY = 4;
let withPerson = false;
let saidTyping = 0;

function sayTyping() {
  if (!withPerson || !field.value || Date.now() - saidTyping < seconds(TYPING_EVERY)) return;
  saidTyping = Date.now();
  request("typing", {});
}

let typingTimer;

function setTyping(on, atMost = TYPING_AT_MOST) {
  clearTimeout(typingTimer);
  const line = find("typing");
  line.replaceChildren();
  if (!on) return;
  const dots = element("span", "dots", element("i"), element("i"), element("i"));
  dots.setAttribute("aria-hidden", "true");
  line.append(texts.typing, dots);
  typingTimer = setTimeout(() => setTyping(false), seconds(atMost));
}

// ---- Sending: one after the other, in order; repeated with the same id until the server has it ------------------------------

let queue = []; // {id, text, button, tries, failed}
let sending = false;
let wake = () => {};

const bubbleOf = (id) => log.querySelector(`[data-uuid="${id}"]`);
const keepUnsent = () => remember("unsent", queue.length ? queue.map(({ id, text, button: key }) => ({ id, text, button: key })) : null);

function setState(id, className, ...content) {
  const state = bubbleOf(id)?.querySelector(".state");
  if (!state) return;
  state.className = `state ${className}`;
  state.replaceChildren(...content);
  if (following) goToNewest();
}

function enqueue(item) {
  const message = build({ direction: "in", text: item.text, created: Date.now() });
  message.dataset.uuid = item.id;
  message.classList.add("waiting");
  insert(message);
  queue.push({ ...item, tries: 0, failed: false });
  keepUnsent();
  goToEnd();
  retry(); // those that failed before go first: the order stays
}

function send(text, key = "", choice = null) {
  const id = newId();
  if (choice) choice.dataset.sent = id;
  enqueue({ id, text, button: key });
}

function arrived(id) {
  queue = queue.filter((item) => item.id !== id);
  keepUnsent();
  bubbleOf(id)?.classList.remove("waiting");
  setState(id, "");
}

function retry() {
  for (const item of queue) Object.assign(item, { tries: 0, failed: false });
  wake();
  sendWaiting();
}

function drop(item) {
  // Refused for good: nothing will make the server take it.
  queue = queue.filter((other) => other !== item);
  keepUnsent();
  bubbleOf(item.id)?.classList.replace("waiting", "refused");
  log.querySelector(`[data-sent="${item.id}"]`)?.classList.remove("chosen");
  refreshReplies();
}

function putBack(item) {
  bubbleOf(item.id)?.remove();
  if (!field.value.trim()) field.value = item.text;
  measure();
  field.focus();
}

async function sendWaiting() {
  if (sending) return;
  sending = true;
  while (queue.length && !queue[0].failed) {
    const item = queue[0];
    const slow = setTimeout(() => setState(item.id, "", texts.sending), 500); // a quick one says nothing
    const { status, ok, answer, pause } = await request("messages", { id: item.id, text: item.text, ...(item.button && { button: item.button }), language });
    clearTimeout(slow);
    if (!queue.includes(item)) continue; // came back over the event stream meanwhile, or a new conversation was started
    if (ok) {
      arrived(item.id);
    } else if (status === 403) {
      for (const other of queue) other.failed = true; // kept in this tab: sent again after the reload
      setState(item.id, "trouble", texts.expired, " ", button("again", texts.reload, () => location.reload()));
    } else if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      drop(item);
      const edit = item.button ? [] : [" ", button("again", texts.edit, () => putBack(item))];
      setState(item.id, "trouble", answer.error || texts.refused, ...edit);
    } else if (item.tries < RETRY_SECONDS.length) {
      for (const other of queue) setState(other.id, "", texts.sending_again);
      const delay = Math.max(pause, RETRY_SECONDS[item.tries]);
      await new Promise((resolve) => { wake = resolve; setTimeout(resolve, seconds(delay)); });
      item.tries += 1;
    } else {
      for (const other of queue) {
        other.failed = true;
        setState(other.id, "trouble", (other === item && answer.error) || texts.not_sent, " ", button("again", texts.retry, (event) => { retry(); keepFocus(event); }));
      }
    }
  }
  sending = false;
}

// ---- The event stream ---------------------------------------------------------------------------------------------------------

let stream = null;
let attempt = 0; // a newer attempt makes the older ones void
let failures = 0;
let heard = Date.now();
let loaded = false;
let lost = false;
let openTimer, reconnectTimer, lostTimer, stripTimer;

function say(text, trouble = false, forSeconds = 0) {
  clearTimeout(stripTimer);
  const strip = find("status");
  strip.classList.toggle("trouble", trouble);
  strip.textContent = text;
  if (forSeconds) stripTimer = setTimeout(() => say(""), seconds(forSeconds));
}

function hangUp() {
  attempt += 1;
  clearTimeout(openTimer);
  clearTimeout(reconnectTimer);
  stream?.close();
  stream = null;
}

function disconnected() {
  hangUp();
  setTyping(false);
  lostTimer ??= setTimeout(() => { lost = true; say(texts.lost, true); }, 1500); // a stream that is renewed at once is no news
  const delay = RECONNECT_SECONDS[Math.min(failures, RECONNECT_SECONDS.length - 1)];
  failures += 1;
  reconnectTimer = setTimeout(connect, seconds(delay * (0.75 + Math.random() / 2)));
}

function connected() {
  clearTimeout(openTimer);
  clearTimeout(lostTimer);
  lostTimer = undefined;
  failures = 0;
  if (lost) say(texts.back, false, 4);
  lost = false;
  if (queue.length) retry();
}

async function load() {
  const { ok, answer } = await request(`messages?after=${lastId}`);
  if (!ok || !Array.isArray(answer.messages)) return false;
  if (!loaded) log.setAttribute("aria-live", "off"); // the history is there to be read, not to be read out
  for (const message of answer.messages) receive(message);
  if (!loaded) {
    loaded = true;
    for (const item of recall("unsent") ?? []) if (!bubbleOf(item.id)) enqueue(item);
    keepUnsent();
    find("examples").hidden = log.childElementCount > 0;
    goToEnd();
    setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
  }
  return true;
}

async function connect() {
  hangUp();
  const mine = attempt;
  // After a second failure also by plain request: behind a proxy that holds events back, messages still come.
  if (!loaded || failures > 1) {
    const done = await load();
    if (mine !== attempt) return;
    if (!done) {
      disconnected();
      return;
    }
  }
  heard = Date.now();
  stream = new EventSource(`events?after=${lastId}`);
  openTimer = setTimeout(disconnected, seconds(ANSWER_WITHIN));
  const on = (name, act) => stream.addEventListener(name, (event) => {
    if (mine !== attempt) return;
    heard = Date.now();
    act(event);
  });
  const data = (act) => (event) => {
    try {
      act(JSON.parse(event.data));
    } catch (error) {
      console.error("An event could not be shown.", error);
    }
  };
  on("open", connected);
  on("message", data(receive));
  on("typing", data((typing) => { setTyping(typing.on, typing.seconds); }));
  on("ping", () => {});
  on("error", disconnected);
}

setInterval(() => { if (stream && Date.now() - heard > seconds(SILENCE)) disconnected(); }, seconds(10));
addEventListener("online", () => { failures = 0; wake(); connect(); });
addEventListener("offline", disconnected);
addEventListener("pagehide", () => { remember("draft", field.value); hangUp(); });
addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && (!stream || Date.now() - heard > seconds(SILENCE))) connect();
});

// ---- Writing ----------------------------------------------------------------------------------------------------------------------

function measure() {
  find("grow").dataset.text = field.value;
  const length = [...field.value.trim()].length; // as the server counts: characters, not UTF-16 units
  const values = { count: length.toLocaleString(language), max: MAX_LENGTH.toLocaleString(language) };
  const tooLong = length > MAX_LENGTH;
  find("count").textContent = length >= COUNT_FROM && !tooLong ? fill(texts.count, values) : "";
  const problem = tooLong ? fill(texts.too_long, values) : "";
  // While it stays too long the sentence is left alone, or every key would have it read out again.
  if (!tooLong || !find("problem").textContent) find("problem").textContent = problem;
  field.setAttribute("aria-invalid", String(tooLong));
  return { length, tooLong, problem };
}

function submit() {
  const { length, tooLong, problem } = measure();
  if (tooLong) find("problem").textContent = problem;
  if (!length || tooLong) {
    field.focus();
    return;
  }
  send(field.value.trim());
  field.value = "";
  measure();
}

field.addEventListener("input", measure);
field.addEventListener("input", sayTyping);
field.addEventListener("keydown", (event) => {
  // While an input method is composing, Enter takes its proposal (229: browsers that have just ended the composition).
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});
find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
find("send").addEventListener("mousedown", (event) => event.preventDefault()); // keeps a phone's keyboard open
for (const example of find("examples").querySelectorAll("button")) {
  example.addEventListener("click", (event) => {
    send(example.textContent);
    keepFocus(event);
  });
}

// ---- A new conversation -------------------------------------------------------------------------------------------------------------

async function startAnew() {
  hangUp();
  const { ok } = await request("reset", {});
  if (!ok) {
    say(texts.reset_failed, true, 6);
    connect();
    return;
  }
  queue = [];
  wake();
  keepUnsent();
  received.clear();
  lastId = 0;
  log.replaceChildren();
  setTyping(false);
  find("examples").hidden = false;
  field.value = "";
  measure();
  root.scrollTop = 0;
  say(texts.reset_done, false, 4);
  connect();
}

const dialog = find("reset-dialog");
find("reset").addEventListener("click", () => { if (log.childElementCount) dialog.showModal(); });
find("reset-no").addEventListener("click", () => dialog.close());
find("reset-yes").addEventListener("click", () => { dialog.close(); startAnew(); });

field.value ||= recall("draft") ?? "";
remember("draft", null);
measure();
connect();
