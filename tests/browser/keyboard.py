"""What a page must keep to for whoever has no mouse: Tab reaches everything, shows where it is, and gets out again."""

from __future__ import annotations

from playwright.async_api import Page

# Of a group of choices one is reached, and the arrows lead to the others.
_REACHABLE = """
() => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const seen = new Set();
  window.toReach = [...document.querySelectorAll(wanted)].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || one.closest("[inert]")) return false;
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio") return true;
    const group = one.form?.querySelector(`input[type=radio][name="${CSS.escape(one.name)}"]:checked`);
    if (group ? group !== one : seen.has(one.name)) return false;
    seen.add(one.name);
    return true;
  });
  // From the beginning of the page, also where a field of it has the focus at first.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  return window.toReach.length;
}
"""
_HERE = """
() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const marked = [here, here.closest("label"), here.parentElement].some((one) => {
    const its = one && getComputedStyle(one);
    // The button within a field for a day has the browser's own mark, which no style tells of.
    if (one === here && here.matches("[type=date], [type=time]") && !here.matches(":focus")) return true;
    return its && ((its.outlineStyle !== "none" && parseFloat(its.outlineWidth) > 0) || its.boxShadow !== "none");
  });
  window.reached = window.reached ?? new Set();
  // One that comes a second time, and not as the next part of a field, begins the round anew.
  const round = window.reached.has(here) && here !== window.before;
  window.before = here;
  window.reached.add(here);
  return {
    html: here.outerHTML.slice(0, 160),
    round,
    marked,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
"""
_MISSED = "() => window.toReach.filter((one) => one.isConnected && !window.reached.has(one)).map((one) => one.outerHTML.slice(0, 160))"
# A field for a day takes a press for each of its parts.
_PARTS = 4


async def check_keyboard(page: Page, name: str) -> None:
    """Fail when Tab leaves out something that can be pressed or filled in, stays caught, or stands where nobody sees it."""
    await page.evaluate("() => { window.reached = window.before = undefined; }")
    most = _PARTS * (await page.evaluate(_REACHABLE)) + 10
    hidden: list[str] = []
    for _ in range(most):
        await page.keyboard.press("Tab")
        here = await page.evaluate(_HERE)
        if here is None or here["round"]:
            break
        if not (here["marked"] and here["inSight"]):
            hidden.append(here["html"])
    else:
        raise AssertionError(f"{name}: the keyboard does not get out of the page again: {here}")
    assert not hidden, f"{name}: nobody sees where the keyboard is: {hidden}"
    missed = await page.evaluate(_MISSED)
    assert not missed, f"{name}: the keyboard does not reach {missed}"
