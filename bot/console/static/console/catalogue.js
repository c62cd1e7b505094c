// The catalogue's editor in the browser: how long a text is.

const fields = new WeakMap();

/** Shows beside a field how many characters it holds, of how many that fit. */
function count(field) {
  let shown = fields.get(field);
  if (!shown) {
    shown = document.createElement("span");
    shown.className = "count";
    shown.setAttribute("aria-hidden", "true");
    field.after(shown);
    fields.set(field, shown);
  }
  const length = [...field.value].length;
  shown.textContent = `${length} / ${field.dataset.count}`;
  shown.classList.toggle("over", length > Number(field.dataset.count));
}

document.querySelectorAll("[data-count]").forEach(count);
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-count]")) count(event.target);
});
