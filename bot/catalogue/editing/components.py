"""The 14 components of a service standard (Permenpan RB 15/2014), and which of them a service holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bot.catalogue.editing import words
from bot.languages import LANGUAGES, Localized


@dataclass(frozen=True)
class Component:
    """One component: the part of the editor where it is written, and the fields that hold it, of which one suffices."""

    code: str
    label: Any
    group: str
    part: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """Whether a service holds a component: `there`, `one_language`, or `missing`."""

    component: Component
    state: str


DELIVERY, MANUFACTURING = "delivery", "manufacturing"
GROUPS: dict[str, Any] = {DELIVERY: _("Delivery of the service"), MANUFACTURING: _("Management within the agency")}
COMPONENTS = (
    Component("requirements", _("Requirements"), DELIVERY, "requirements", ("requirements",)),
    Component("procedure", _("Systems, mechanisms and procedures"), DELIVERY, "procedure", ("procedure",)),
    Component("time", _("Time until it is done"), DELIVERY, "times", ("processing_time",)),
    Component("fee", _("Fees"), DELIVERY, "fees", ("fees", "fee_note")),
    Component("product", _("Product of the service"), DELIVERY, "basics", ("product",)),
    Component("complaint", _("Handling of complaints"), DELIVERY, "more", ("complaint",)),
    Component("legal_basis", _("Legal basis"), MANUFACTURING, "law", ("legal_basis",)),
    *(Component(name, label, MANUFACTURING, "standard", (name,)) for name, label in words.STANDARD_NOTES.items()),
)


def checklist(document: Mapping[str, Any], complaint: Localized | None) -> list[State]:
    """Each component with its state in the merged document; `complaint` is where citizens complain about any service of the agency."""
    return [State(component, _state(component, document, complaint)) for component in COMPONENTS]


def _state(component: Component, document: Mapping[str, Any], complaint: Localized | None) -> str:
    held = {**(document.get("standard_notes") or {}), **document}
    if complaint and not held.get("complaint"):
        held["complaint"] = complaint
    values = [held[name] for name in component.fields if held.get(name)]
    if not values:
        return "missing"
    return "there" if all(_speaks_both(text) for text in _texts(values)) else "one_language"


def _texts(node: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(node, Mapping):
        if set(node) & {"id", "ja"}:
            yield node
        else:
            for value in node.values():
                yield from _texts(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _texts(value)


def _speaks_both(text: Mapping[str, str]) -> bool:
    return all(text.get(language) for language in LANGUAGES)


def completeness(states: list[State]) -> int:
    """How many of the components are there in both languages."""
    return sum(one.state == "there" for one in states)
