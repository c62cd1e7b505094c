// The editor of questions and answers: counts of characters and lines below each text. Findings and preview come by htmx.

// What the checks find belongs to its field, also for who hears the page. Its place keeps its id when it is filled.
for (const place of document.querySelectorAll("[data-findings-of]")) {
  const field = document.getElementById(place.dataset.findingsOf);
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), place.id].filter(Boolean).join(" "));
}

const counts = document.querySelectorAll("[data-count-of]");

function show(count) {
  const field = document.getElementById(count.dataset.countOf);
  const limit = Number(field.dataset.limit || 0);
  const lines = field.value.split("\n").filter((line) => line.trim()).length;
  const characters = [...field.value].length;
  const number = "lines" in field.dataset ? lines : characters;
  count.textContent = limit ? `${number} / ${limit}` : number ? String(number) : "";
  count.classList.toggle("over", limit > 0 && number > limit);
}

for (const count of counts) {
  show(count);
  document.getElementById(count.dataset.countOf).addEventListener("input", () => show(count));
}
