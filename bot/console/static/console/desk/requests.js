// Requests of the page's scripts: with the token against forgery, and led to the sign-in when the session has ended.

const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}"), "HX-Request": "true" };

async function answered(promise) {
  const response = await promise;
  const elsewhere = response.headers.get("HX-Redirect");
  if (elsewhere) location.assign(elsewhere);
  return response;
}

export function get(address) {
  return answered(fetch(address, { headers, credentials: "same-origin" }));
}

/** Posts fields (an object or FormData); rejects when the network is away. */
export function post(address, fields) {
  const body = fields instanceof FormData ? new URLSearchParams(fields) : new URLSearchParams(Object.entries(fields));
  return answered(fetch(address, { method: "POST", headers, body, credentials: "same-origin" }));
}

/** What a server sent as a part of a page. */
export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}
