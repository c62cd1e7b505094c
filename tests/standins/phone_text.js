// How a message's text looks on the telephone. Only nodes are made, never HTML from a string.

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };
const LINK = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)）。、」]/g;
const WHATSAPP = /```([\s\S]+?)```|(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\2(?![\p{L}\p{N}])/gu;

/** An element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function anchor(url, ...children) {
  // On this machine nothing leads outside: a click only shows where it would go.
  const link = make("a", { href: url, title: url, target: "_blank", rel: "noreferrer noopener" }, ...children);
  return link;
}

function linked(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    nodes.push(text.slice(at, match.index), anchor(match[0], match[0]));
    at = match.index + match[0].length;
  }
  return [...nodes, text.slice(at)];
}

function wrapped(entity, children) {
  if (entity.type === "text_link") return anchor(entity.url, ...children);
  if (entity.type === "spoiler") return make("span", { className: "spoiler", tabIndex: 0 }, ...children);
  return make(TAGS[entity.type] ?? "span", {}, ...children);
}

/** Telegram: text with entities, whose offsets count UTF-16 units as JavaScript does. */
export function entityNodes(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  const rest = entities.filter((entity) => entity.offset >= from && entity.offset + entity.length <= to);
  while (rest.length) {
    const entity = rest.shift();
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    nodes.push(...linked(text.slice(at, entity.offset)));
    const inner = rest.filter((other) => other.offset + other.length <= end && other.offset >= entity.offset);
    const children = inner.length ? entityNodes(text, inner, entity.offset, end) : entity.type === "text_link" ? [text.slice(entity.offset, end)] : linked(text.slice(entity.offset, end));
    nodes.push(wrapped(entity, children));
    at = end;
  }
  return [...nodes, ...linked(text.slice(at, to))];
}

/** WhatsApp: text with *bold*, _italic_, ~struck~ and ```monospace```. */
export function whatsappNodes(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(WHATSAPP)) {
    nodes.push(...linked(text.slice(at, match.index)));
    nodes.push(match[1] ? make("code", {}, match[1]) : make({ "*": "b", _: "i", "~": "s" }[match[2]], {}, ...whatsappNodes(match[3])));
    at = match.index + match[0].length;
  }
  return [...nodes, ...linked(text.slice(at))];
}
