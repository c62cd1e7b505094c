"""What a browser sends when somebody changes a few fields of a page and presses a button."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in ("submit", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.values.setdefault(name, []).append(given.get("value") or ("on" if given.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self._area = name
            self.values[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = [given.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data


def fields_of(page: str) -> dict[str, Any]:
    """Every field of the page's editor with what it holds; a textarea without the line break that HTML puts in front."""
    found = _Fields()
    found.feed(page[page.index('class="editor"') :])
    return {name: [value.removeprefix("\r\n").removeprefix("\n") for value in values] for name, values in found.values.items()}


def send(client: Client, path: str, action: str = "save", **changed: Any) -> Any:
    """Open the page, change these fields (`__` stands for a hyphen), and press the button."""
    fields = fields_of(client.get(path).content.decode())
    fields |= {name.replace("__", "-"): value for name, value in changed.items()}
    return client.post(path, {**fields, "action": action})
