// On a telephone a row of lists is wider than the screen: the one that is open is brought into sight.

function show() {
  for (const tab of document.querySelectorAll("#desk nav [aria-current]")) {
    const row = tab.closest("ul");
    const [inner, outer] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    if (inner.right > outer.right || inner.left < outer.left) row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}

addEventListener("resize", show);
show();
