// The telephone of one citizen, who can be changed for another.

import { bubble, clock, typing } from "/phone_bubbles.js";
import { icon } from "/phone_icons.js";
import { Story } from "/phone_story.js";
import { make } from "/phone_text.js";

const $ = (id) => document.getElementById(id);
const COLOURS = ["#5a8fd8", "#c76b98", "#5aa876", "#cf8a3d", "#8a73c9", "#3a9fa8"];
const PEOPLE = {
  telegram: [["1001", "Warga 1", "id"], ["1002", "Warga 2", "id"], ["1003", "住民 3", "ja"], ["-500", "Grup RT 5", "id"]],
  twilio: [["+62811000001", "Warga 1", "id"], ["+62811000002", "Warga 2", "id"], ["+818000000003", "住民 3", "ja"]],
};
const ATTACHMENTS = { photo: "Photo", document: "Document", voice: "Voice", location: "Location", contact: "Contact", sticker: "Sticker" };
const LONGEST = 300;

let state = await (await fetch("/control/state")).json();
const twilio = state.platform === "twilio";
const story = new Story(state.platform);
const people = PEOPLE[state.platform].map(([number, name, language]) => ({ number, name, language, bot: "" }));
let me = people[0];
let position = 0;
let editing = null;
let wasAtEnd = true;

async function control(action, wish) {
  const answer = await fetch(`/control/${action}`, { method: "POST", body: JSON.stringify(wish) });
  const body = await answer.json();
  if (!answer.ok) toast(body.error);
  return body;
}

const act = (action, more = {}) => control(action, { chat: me.number, name: me.name, language: me.language, ...(twilio ? { sender: me.bot } : { bot: me.bot, ...(me.number < 0 ? { kind: "group" } : {}) }), ...more });

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

function say(text, more = {}) {
  return act("say", { text, ...more });
}

function press(item, button, index) {
  if (twilio && item.kind === "list-picker") return pick(item);
  if (button.url) return toast(button.url);
  return act("press", twilio ? { sid: item.id, button: index } : { message_id: item.id, button: index });
}

function pick(item) {
  const [title, list] = [$("picker").querySelector("h2"), $("picker").querySelector("ul")];
  title.textContent = item.list_button;
  list.replaceChildren(...item.buttons.map((button, index) => make("li", {}, make("button", {
    onclick: () => { $("picker").close(); act("press", { sid: item.id, button: index }); },
  }, button.title, ...(button.description ? [make("small", {}, button.description)] : [])))));
  $("picker").show();
}

function edit(item) {
  editing = item;
  $("editing").hidden = !item;
  $("text").value = item ? item.text : "";
  if (item) $("text").focus();
}

function shown() {
  const chat = story.chat(me.number);
  const items = me.bot ? chat.items.filter((item) => [undefined, me.bot].includes(twilio ? item.sender : item.bot)) : chat.items;
  return { chat, items: items.slice(-LONGEST) };
}

function drawChat() {
  const { chat, items } = shown();
  const box = $("chat");
  const open = items.length ? items.map((item) => bubble(item, { twilio, press, edit })) : [make("div", { className: "note" }, "Write something, as a citizen would.")];
  const now = Date.now() / 1000;
  if (chat.typing > now) {
    open.push(typing());
    setTimeout(drawChat, (chat.typing - now) * 1000 + 50);
  }
  $("bubbles").replaceChildren(...open);
  if (wasAtEnd) box.scrollTop = box.scrollHeight;
  chat.unread = 0;
  $("presence").textContent = chat.blocked ? (twilio ? "opted out" : "blocked") : chat.typing > now ? "typing…" : twilio ? "business account" : "bot";
  $("reply-keyboard").hidden = !chat.keyboard;
  $("reply-keyboard").replaceChildren(...(chat.keyboard ?? []).map((row) => make("div", {}, ...row.map((key) => make("button", { onclick: () => say(key.title) }, key.title)))));
}

function drawPeople() {
  for (const number of story.chats.keys()) {
    if (!people.some((one) => one.number === number)) people.push({ number, name: state.chats[number]?.name ?? "", language: "id", bot: "" });
  }
  let elsewhere = 0;
  // Thousands of citizens take part in some tests; who wrote last is enough.
  $("people").replaceChildren(...people.slice(0, 40).map((one, index) => {
    const { items, unread } = story.chat(one.number);
    if (one !== me) elsewhere += unread;
    const last = items.findLast((item) => item.text)?.text ?? "";
    const face = make("span", { className: "face", style: `background:${COLOURS[index % COLOURS.length]}` }, (one.name || one.number).slice(0, 1));
    const words = make("div", {}, one.name || one.number, make("small", {}, last || one.number));
    const badge = unread && one !== me ? [make("b", {}, String(unread))] : [];
    const button = make("button", { onclick: () => choose(one) }, face, words, ...badge);
    if (one === me) button.setAttribute("aria-current", "true");
    return make("li", {}, button);
  }));
  $("unread-elsewhere").hidden = !elsewhere;
  $("unread-elsewhere").textContent = elsewhere;
}

function drawEvents() {
  $("events").replaceChildren(...story.events.map((event) => make("li", { className: event.className }, make("time", {}, clock(event.time)), event.text, ...(event.times ? [make("b", {}, ` ×${event.times}`)] : []))));
}

function drawName() {
  const bots = twilio ? state.accounts.flatMap((account) => account.senders.map((sender) => [sender, sender])) : state.bots.map((bot) => [bot.username, bot.first_name]);
  const [, name] = bots.find(([id]) => id === me.bot) ?? bots[0] ?? ["", ""];
  $("bot-name").textContent = name;
  $("me").textContent = me.name || me.number;
  document.title = `${me.name || me.number} · ${twilio ? "WhatsApp" : "Telegram"}`;
  $("bot-label").hidden = bots.length < 2;
  $("person").elements.namedItem("bot").replaceChildren(...bots.map(([id, label]) => make("option", { value: id, selected: id === me.bot }, label)));
}

function choose(one) {
  me = one;
  location.hash = encodeURIComponent(one.number);
  const fields = $("person").elements;
  for (const name of ["number", "name", "language"]) fields.namedItem(name).value = one[name];
  $("panel").classList.remove("open");
  edit(null);
  drawName();
  drawChat();
  drawPeople();
  wasAtEnd = true;
  $("chat").scrollTop = $("chat").scrollHeight;
}

function commandsOf(language) {
  const menu = state.bots?.[0]?.commands ?? {};
  const keys = Object.keys(menu);
  return menu[keys.find((key) => key.startsWith(`${language}|`)) ?? keys.find((key) => key.startsWith("|"))] ?? [];
}

function button(text, onclick, className = "") {
  return make("button", { type: "button", onclick, className }, text);
}

function furnish() {
  document.body.classList.add(state.platform);
  document.querySelector(".avatar").replaceChildren(icon("office"));
  $("number-label").textContent = twilio ? "Telephone number" : "Chat id (groups: negative)";
  $("language-label").hidden = twilio;
  $("commands").hidden = twilio;
  const block = button(twilio ? "Opt out" : "Block", () => act("block"), "danger");
  const unblock = button(twilio ? "Opt in" : "Unblock", () => act("unblock"));
  const own = twilio
    ? [button("STOP", () => say("STOP")), button("START", () => say("START")), button("Wrote 25 hours ago", () => act("window", { hours_ago: 25 }).then(() => story.note(me.number, "25 hours passed.")).then(drawChat))]
    : [button("/start", () => say("/start")), button("/start ktp-el-baru", () => say("/start ktp-el-baru")), button("Make it a supergroup", () => act("migrate"))];
  $("deeds").replaceChildren(...own, block, unblock);
  const method = twilio ? "Messages" : "sendMessage";
  $("whims").replaceChildren(
    button("Next answer: 500", () => control("faults", { method, status: 500 })),
    button("… 429, wait 5 s", () => control("faults", { method, retry_after: 5 })),
    button("… no answer", () => control("faults", { method, status: "drop" })),
    button("Forget everything", () => control("reset", {}), "danger"),
  );
  $("attach-menu").replaceChildren(...Object.entries(ATTACHMENTS).map(([kind, label]) => make("button", {
    type: "button",
    onclick: () => { $("attach-menu").hidden = true; say($("text").value, { kind }); $("text").value = ""; },
  }, make("span", {}, icon(kind)), label)));
}

$("composer").onsubmit = (event) => {
  event.preventDefault();
  const text = $("text").value;
  if (!text.trim()) return;
  if (editing) say(text, { kind: "edit", message_id: editing.id });
  else say(text);
  edit(null);
};
$("text").onkeydown = (event) => {
  // Enter that only ends a conversion in a Japanese keyboard does not send.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
};
$("attach").onclick = () => { $("attach-menu").hidden = !$("attach-menu").hidden; };
$("commands").onclick = async () => {
  state = await (await fetch("/control/state")).json();
  const list = commandsOf(me.language);
  $("command-menu").replaceChildren(...list.map((one) => button("", () => { $("command-menu").hidden = true; say(`/${one.command}`); })));
  list.forEach((one, index) => $("command-menu").children[index].append(make("b", {}, `/${one.command}`), one.description));
  if (!list.length) toast("The bot has set no commands.");
  $("command-menu").hidden = !list.length || !$("command-menu").hidden;
};
$("editing").querySelector("button").onclick = () => edit(null);
$("open-panel").onclick = () => $("panel").classList.add("open");
$("close-panel").onclick = () => $("panel").classList.remove("open");
$("person").onsubmit = (event) => {
  event.preventDefault();
  const { number, name, language, bot } = Object.fromEntries(new FormData($("person")));
  let one = people.find((other) => other.number === number.trim());
  if (!one) people.unshift((one = { number: number.trim() }));
  choose(Object.assign(one, { name, language, bot: bot ?? "" }));
};
document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu, #attach, #commands")) document.querySelectorAll(".menu").forEach((menu) => { menu.hidden = true; });
  if (!event.target.closest("#picker, .keys")) $("picker").close();
});

// What slides in below must not cover the newest message.
$("chat").onscroll = () => { wasAtEnd = $("chat").scrollHeight - $("chat").scrollTop - $("chat").clientHeight < 80; };
new ResizeObserver(() => { if (wasAtEnd) $("chat").scrollTop = $("chat").scrollHeight; }).observe($("chat"));
$("deeds").addEventListener("click", () => $("panel").classList.remove("open"));

async function listen() {
  for (;;) {
    try {
      const answer = await (await fetch(`/control/log?after=${position}&wait=${position ? 20 : 0}`)).json();
      answer.entries.forEach((entry) => story.take(entry));
      if (answer.newest < position) location.reload();
      position = Math.max(answer.last, 1);
      drawChat();
      drawPeople();
      drawEvents();
      story.notices.splice(0).forEach(toast);
    } catch {
      $("presence").textContent = "no connection";
      await new Promise((done) => { setTimeout(done, 1000); });
    }
  }
}

furnish();
choose(people.find((one) => one.number === decodeURIComponent(location.hash.slice(1))) ?? me);
listen();
