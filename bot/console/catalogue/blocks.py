"""The facets of one part of the editor as blocks: each is stated by the agency, inherited, or empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from bot.catalogue.editing import words
from bot.catalogue.editing.checks import NEEDED
from bot.catalogue.editing.content import PHRASES
from bot.catalogue.editing.finding import Finding
from bot.catalogue.editing.surroundings import office_names
from bot.console.catalogue.opened import Opened
from bot.console.catalogue.parts import HELP, PARTS, ROW_WORDS, ROWS, SINGLE
from bot.console.catalogue.row_forms import rows_for
from bot.console.catalogue.speech import named

OWN, INHERITED = "own", "inherited"


class Block:
    """One facet. `action` is a button that changes only the page: override:<facet>, inherit:<facet>, add:<rows>."""

    def __init__(self, found: Opened, facet: str, data: QueryDict | None, action: str) -> None:
        self.facet, self.label, self.help = facet, words.FIELDS[facet], HELP.get(facet, "")
        self.row_words = ROW_WORDS.get(facet, "")
        self.above = found.above.document.get(facet) if found.above is not None else None
        self.owner = found.above.stated_by.get(facet, "") if found.above is not None else ""
        self.added = facet in PHRASES
        if self.added and not (found.above and any((self.above or {}).values())):
            self.above = None
        own = found.content.get(facet)
        self.state = self._state(own, data, action)
        self.needed = facet in NEEDED and found.above is None
        self.problems: list[Finding] = []
        self.form: Any = None
        self.rows: Any = None
        if self.state == OWN:
            fresh = action == f"override:{facet}" or data is None or f"state-{facet}" not in data
            value = own if own is not None or self.added else self.above
            self._make(found, value, None if fresh else data)

    def _state(self, own: Any, data: QueryDict | None, action: str) -> str:
        if self.above is None or self.added:
            return OWN
        if action == f"override:{self.facet}":
            return OWN
        if action == f"inherit:{self.facet}":
            return INHERITED
        if data is not None and (said := data.get(f"state-{self.facet}")) in (OWN, INHERITED):
            return said
        return OWN if own is not None else INHERITED

    def _make(self, found: Opened, value: Any, data: QueryDict | None) -> None:
        if self.facet in SINGLE:
            made, more = SINGLE[self.facet], self._choices(found)
            self.form = made(data, prefix=self.facet, initial=made.initial_of(value), facet=self.facet, **more)
        if self.facet in ROWS:
            entries = value.get("sources", []) if isinstance(value, Mapping) else list(value or [])
            self.rows = rows_for(ROWS[self.facet], data, f"{self.facet}-rows", entries)
            if self.facet == "fees" and data is None and found.agency.country == "JP":
                for form in self.rows.extra_forms:
                    form.fields["currency"].initial = "JPY"

    def _choices(self, found: Opened) -> dict[str, Any]:
        if self.facet == "where":
            return {"offices": [(key, named(name)) for key, name in office_names(found.agency).items()]}
        if self.facet == "related":
            offered = found.corpus.offered(found.agency.key)
            return {"services": [(key, named(one.document["name"])) for key, one in offered.items() if key != found.key]}
        return {}

    @property
    def inherits(self) -> bool:
        """Whether the page shows what an agency above states."""
        return self.state == INHERITED

    @property
    def can_return(self) -> bool:
        """Whether there is something to go back to."""
        return self.state == OWN and self.above is not None and not self.added

    @property
    def kind(self) -> str:
        """By which the page lays it out."""
        return self.form.kind if self.form is not None else "rows"

    def is_valid(self) -> bool:
        """Whether what was typed can be stored."""
        return all([part.is_valid() for part in (self.form, self.rows) if part is not None])  # noqa: C419 - each one is to be checked

    def value(self) -> Any:
        """The facet as the agency states it; nothing when it inherits."""
        if self.inherits:
            return None
        if self.form is None:
            return self.rows.values()
        if self.rows is None:
            return self.form.value()
        return {**self.form.value(), "sources": self.rows.values()}


def blocks_of(found: Opened, part: str, data: QueryDict | None = None, action: str = "") -> list[Block]:
    """The blocks of one part."""
    if data is not None and action.startswith("add:"):
        data = _with_one_more(data, action.removeprefix("add:"))
    return [Block(found, facet, data, action) for facet in PARTS[part][1]]


def _with_one_more(data: QueryDict, rows: str) -> QueryDict:
    """The form with an empty row at the end of these rows."""
    more = data.copy()
    count = more.get(f"{rows}-TOTAL_FORMS", "")
    if count.isascii() and count.isdigit() and len(count) < 4:
        more[f"{rows}-TOTAL_FORMS"] = str(int(count) + 1)
        if rows == "requirements-rows":
            more[f"{rows}-{count}-items-TOTAL_FORMS"] = "1"
            more[f"{rows}-{count}-items-INITIAL_FORMS"] = "0"
    return more


def page_language() -> str:
    """The language in which names are shown."""
    return get_language() or "id"
