// Filters a long list of agencies as one types. Without this script the whole list stands there.

const ENOUGH_TO_FILTER = 9;

const filter = document.getElementById("filter");
const field = document.getElementById("filter-text");
const status = document.getElementById("filter-status");
const agencies = [...document.querySelectorAll(".agencies li")];
const plain = (text) => text.normalize("NFKC").toLowerCase().trim();

function narrow() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const agency of agencies) {
    const name = plain(agency.textContent);
    agency.hidden = !words.every((word) => name.includes(word));
    if (!agency.hidden) count += 1;
  }
  for (const country of document.querySelectorAll(".country")) country.hidden = !country.querySelector("li:not([hidden])");
  if (!words.length) status.textContent = "";
  else status.textContent = count ? filter.dataset.count.replace("{count}", count) : filter.dataset.none;
}

if (agencies.length >= ENOUGH_TO_FILTER) {
  filter.hidden = false;
  field.addEventListener("input", narrow);
  if (field.value) narrow();
}
