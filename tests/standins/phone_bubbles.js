// What a chat shows: bubbles, buttons, places, notes.

import { icon } from "/phone_icons.js";
import { entityNodes, make, whatsappNodes } from "/phone_text.js";

const THINGS = { document: "dokumen.pdf · 200 KB", voice: "0:07", audio: "1:01", video: "0:12", contact: "Contoh · +62 000 000 0001", poll: "Poll" };
const MAP = { latitude: -7.25747, longitude: 112.75209 };

export const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function place(venue) {
  const { latitude, longitude } = venue.location;
  const lines = [make("div", { className: "map", role: "img", ariaLabel: "Map" }, icon("pin"))];
  if (venue.title) lines.push(make("strong", {}, venue.title));
  if (venue.address) lines.push(make("small", {}, venue.address));
  lines.push(make("small", {}, `${latitude}, ${longitude}`));
  return make("div", { className: "place" }, ...lines);
}

const withIcon = (name, label) => make("div", { className: "thing" }, make("span", {}, icon(name)), make("span", {}, label));

function thing(kind) {
  if (kind === "photo") return make("div", { className: "photo" }, icon("photo"));
  if (kind === "sticker") return make("div", { className: "big" }, icon("sticker"));
  if (kind === "location") return place({ location: MAP, title: "My location" });
  return withIcon(kind, THINGS[kind] ?? kind);
}

function ticks(item, twilio) {
  if (item.lost) return make("span", { className: "tick lost", title: "The assistant did not take it" }, "!");
  const words = item.read ? "read" : item.delivered ? "taken by the assistant" : "sent";
  return make("span", { className: item.read && twilio ? "tick read" : "tick", title: words }, item.delivered ? "✓✓" : "✓");
}

function keys(item, twilio, press) {
  if (twilio && item.kind === "list-picker") {
    return make("div", { className: "keys" }, make("button", { onclick: () => press(item, null) }, `☰ ${item.list_button}`));
  }
  const rows = twilio ? item.buttons.map((button) => [button]) : item.keyboard === "inline" ? item.rows : [];
  let index = 0;
  return make("div", { className: "keys" }, ...rows.map((row) => make("div", {}, ...row.map((button) => {
    const at = index++;
    const className = button.url ? "link" : item.waiting?.has(button.data) ? "waiting" : "";
    return make("button", { className, title: button.url ?? button.data, onclick: () => press(item, button, at) }, button.title);
  }))));
}

/** The element of one item of a chat. */
export function bubble(item, { twilio, press, edit }) {
  if (item.type === "note") return make("div", { className: `note ${item.className ?? ""}` }, item.text);
  const mine = item.type === "said";
  const body = make("div", { className: "body" });
  if (item.quote) body.append(make("span", { className: "quote" }, item.quote));
  if (item.venue) body.append(place(item.venue));
  if (item.media) item.media.forEach((url) => body.append(withIcon("clip", url)));
  if (mine && !["text", "group", "edit"].includes(item.kind)) body.append(thing(item.kind));
  if (item.text && !(item.venue && !twilio)) body.append(...(twilio ? whatsappNodes(item.text) : entityNodes(item.text, item.entities ?? [])));
  const meta = make("span", { className: "meta" }, `${item.edited ? "edited " : ""}${clock(item.time)}`);
  if (mine) meta.append(ticks(item, twilio));
  body.append(meta);
  const element = make("div", { className: `bubble ${mine ? "mine" : "theirs"} ${item.kind === "sticker" ? "sticker" : ""}` }, body);
  if (mine && !twilio && item.text) {
    element.classList.add("editable");
    body.title = "Click to edit";
    body.onclick = () => edit(item);
  }
  if (!mine && item.buttons?.length) element.append(keys(item, twilio, press));
  return element;
}

/** Three dots. */
export const typing = () => make("div", { className: "bubble typing", ariaLabel: "typing" }, make("div", { className: "body" }, make("i"), make("i"), make("i")));
