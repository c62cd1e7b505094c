"""docs/performance.md has two writers: the page itself is written by `make bench-model`, one section at its end by `make bench`."""

from __future__ import annotations

BEGIN = "<!-- from here to the next mark: written by `make bench` -->"
END = "<!-- written by `make bench` up to here -->"


def section_of(page: str) -> str:
    """The text between the marks, empty without any."""
    _, begun, rest = page.partition(BEGIN)
    section, ended, _ = rest.partition(END)
    return section.strip() if begun and ended else ""


def with_section(page: str, section: str) -> str:
    """The page with this text between the marks, which stand at its end unless the page has them elsewhere."""
    if not section.strip():
        return page
    marked = f"{BEGIN}\n\n{section.strip()}\n\n{END}"
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    return f"{before}{marked}{after}" if begun and ended else f"{page.rstrip()}\n\n{marked}\n"
