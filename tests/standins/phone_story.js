// Turns the stand-in's log into chats.

const TYPING = { telegram: 5, twilio: 25 };

/** One chat: its items, unread count, and until when the assistant is typing. */
const newChat = () => ({ items: [], unread: 0, typing: 0, blocked: false, keyboard: null });

export class Story {
  constructor(platform) {
    this.platform = platform;
    this.chats = new Map();
    this.events = [];
    this.notices = [];
  }

  chat(number) {
    if (!this.chats.has(number)) this.chats.set(number, newChat());
    return this.chats.get(number);
  }

  find(number, id) {
    return this.chat(number).items.findLast((item) => item.id === id);
  }

  note(number, text, className) {
    this.chat(number).items.push({ type: "note", text, className });
  }

  event(entry, text, className = "") {
    const last = this.events[0];
    if (last?.text === text) {
      Object.assign(last, { time: entry.time, times: (last.times ?? 1) + 1 });
      return;
    }
    this.events.unshift({ time: entry.time, text, className });
    this.events.length = Math.min(this.events.length, 60);
  }

  /** Take one entry; returns the number of the chat that looks different now, if any. */
  take(entry) {
    const handler = this[`on_${entry.what}`];
    if (handler) handler.call(this, entry);
    return entry.chat ?? "";
  }

  on_reset() {
    this.chats.clear();
    this.events.length = 0;
  }

  on_said(entry) {
    const id = entry.message_id ?? entry.sid;
    if (entry.kind === "edit") {
      const old = this.find(entry.chat, id);
      if (old) Object.assign(old, { text: entry.text, edited: true, delivered: false });
      return;
    }
    this.chat(entry.chat).items.push({ ...entry, type: "said", id });
  }

  on_pressed(entry) {
    if (this.platform === "twilio") {
      const quote = this.find(entry.chat, entry.to)?.text ?? "";
      this.chat(entry.chat).items.push({ ...entry, type: "said", kind: "text", id: entry.sid, quote });
      return;
    }
    const item = this.find(entry.chat, entry.message_id);
    if (!item) return;
    item.waiting ??= new Set();
    item.waiting.add(entry.data);
    (this.queries ??= new Map()).set(entry.query, { item, data: entry.data });
  }

  on_message(entry) {
    const chat = this.chat(entry.chat);
    chat.typing = 0;
    chat.unread += 1;
    if (entry.keyboard === "reply") chat.keyboard = entry.rows;
    chat.items.push({ ...entry, type: "got", id: entry.message_id ?? entry.sid });
    if (entry.fault) this.event(entry, `${entry.method}: ${entry.fault}`, "bad");
  }

  on_edit(entry) {
    const old = this.find(entry.chat, entry.message_id);
    if (old) Object.assign(old, { text: entry.text, entities: entry.entities, buttons: entry.buttons, rows: entry.rows, keyboard: entry.keyboard, edited: true });
  }

  on_undeliverable(entry) {
    this.note(entry.chat, `Not shown to the citizen (${entry.code}):\n${entry.text}`, "hidden-message");
    this.event(entry, `accepted, but fails with ${entry.code}`, "bad");
  }

  on_delivered_update(entry) {
    const content = entry.update.message ?? entry.update.edited_message;
    const item = this.find(entry.chat, content?.message_id ?? entry.sid);
    if (item?.type === "said") item.delivered = true;
    const attempts = entry.attempts > 1 ? ` at attempt ${entry.attempts}` : "";
    this.event(entry, `${entry.chat}: update taken by ${entry.how}${attempts}`, "good");
  }

  on_refused_update(entry) {
    this.event(entry, `${entry.chat}: update not taken (${entry.status || entry.reason})`, "bad");
  }

  on_lost_update(entry) {
    const item = this.find(entry.chat, entry.sid);
    if (item) item.lost = true;
    this.event(entry, `${entry.chat}: update given up`, "bad");
  }

  on_refused_status(entry) {
    this.event(entry, `${entry.chat}: status callback not taken (${entry.status || entry.reason})`, "bad");
  }

  on_status(entry) {
    if (entry.code) this.event(entry, `${entry.chat}: message ${entry.status} (${entry.code})`, "bad");
  }

  on_violation(entry) {
    this.event(entry, `${entry.chat}: ${entry.text}`, "bad");
  }

  on_call(entry) {
    if (!entry.ok) return this.event(entry, `${entry.method} ${entry.chat}: ${entry.status} ${entry.error}`, "bad");
    if (entry.method === "sendChatAction") this.chat(entry.chat).typing = entry.time + TYPING.telegram;
    if (entry.method === "Typing") this.types(entry);
    if (entry.method === "answerCallbackQuery") this.answers(entry);
    if (!["sendChatAction", "getUpdates", "answerCallbackQuery", "Typing"].includes(entry.method)) this.event(entry, entry.method, "good");
  }

  types(entry) {
    this.chat(entry.chat_typing).typing = entry.time + TYPING.twilio;
    // WhatsApp marks the message as read when an answer is being made, and those before it too.
    const items = this.chat(entry.chat_typing).items;
    const last = items.findIndex((item) => item.id === entry.sid);
    items.slice(0, last + 1).forEach((item) => { item.read = true; });
  }

  answers(entry) {
    const query = this.queries?.get(entry.query);
    query?.item.waiting?.delete(query.data);
    if (entry.notice) this.notices.push(entry.notice);
  }

  on_blocked(entry) {
    this.chat(entry.chat).blocked = true;
    this.note(entry.chat, this.platform === "twilio" ? "You opted out." : "You blocked the bot.");
  }

  on_unblocked(entry) {
    this.chat(entry.chat).blocked = false;
    this.note(entry.chat, this.platform === "twilio" ? "You opted in again." : "You unblocked the bot.");
  }

  on_migrated(entry) {
    this.note(entry.chat, `The group became a supergroup: ${entry.to}`);
  }
}
