"""docs/performance.md has several writers: the page itself is written by `make bench-model`, and one section by each other command."""

from __future__ import annotations

from typing import Literal

Writer = Literal["make bench", "make bench-desk", "make bench-console"]
WRITERS: tuple[Writer, ...] = ("make bench", "make bench-desk", "make bench-console")


def section_of(page: str, writer: Writer) -> str:
    """The text between the writer's marks, empty without any."""
    begin, end = _marks(writer)
    _, begun, rest = page.partition(begin)
    section, ended, _ = rest.partition(end)
    return section.strip() if begun and ended else ""


def with_section(page: str, section: str, writer: Writer) -> str:
    """The page with this text between the writer's marks, which stand at its end unless the page has them elsewhere."""
    if not section.strip():
        return page
    begin, end = _marks(writer)
    marked = f"{begin}\n\n{section.strip()}\n\n{end}"
    before, begun, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    return f"{before}{marked}{after}" if begun and ended else f"{page.rstrip()}\n\n{marked}\n"


def with_sections_of(page: str, old: str) -> str:
    """A page that was written anew, with the sections that the other commands had written into the old one."""
    for writer in WRITERS:
        page = with_section(page, section_of(old, writer), writer)
    return page


def _marks(writer: Writer) -> tuple[str, str]:
    return f"<!-- from here to the next mark: written by `{writer}` -->", f"<!-- written by `{writer}` up to here -->"
