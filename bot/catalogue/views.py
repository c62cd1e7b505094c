"""What an agency offers, as immutable values: the merged catalogue that the linker searches and the actions word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from bot.languages import Localized

Facet = Literal[
    "overview",
    "requirements",
    "procedure",
    "processing_time",
    "deadline",
    "fee",
    "where",
    "hours",
    "online",
    "legal_basis",
    "form",
    "who",
    "validity",
]
FACETS: tuple[Facet, ...] = get_args(Facet)


@dataclass(frozen=True)
class FeeView:
    """An amount in whole units of its currency (None: not certain, or set by the agency) and the days on which it holds."""

    amount: int | None
    amount_max: int | None
    currency: str
    label: Localized | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    basis: str

    def holds_on(self, day: dt.date) -> bool:
        """Whether this amount is charged on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class LegalBasisView:
    """A law or regulation, with its article where that is certain."""

    title: Localized
    number: str
    article: str
    url: str


@dataclass(frozen=True)
class OfficeView:
    """A place where citizens are served. `hours` maps weekday (0 is Monday) to intervals; None when the hours are not known."""

    key: str
    agency: str
    country: str
    subdivision: str
    timezone: str
    name: Localized
    address: Localized | None
    phone: str
    email: str
    url: str
    latitude: float | None
    longitude: float | None
    hours: dict[int, tuple[tuple[dt.time, dt.time], ...]] | None
    hours_note: Localized | None
    closed_on_public_holidays: bool
    closures: tuple[tuple[str, str, Localized | None], ...]
    verified_on: dt.date | None


@dataclass(frozen=True)
class ServiceView:
    """One service as one agency offers it, inherited facets filled in. Facets keep the shape of service.schema.json.

    `facet_provenance` tells for each field (fees and legal_basis included) the provenance of the record that stated it; `provenance` is
    that of the nearest record. `left_to_agency` names what the agency still has to fill in, unless it is stated all the same.
    """

    key: str
    agency: str
    category: str
    name: Localized
    short_name: Localized
    summary: Localized | None
    product: Localized | None
    who: Localized | None
    requirements: tuple[dict[str, Any], ...]
    procedure: tuple[Localized, ...]
    processing_time: dict[str, Any] | None
    deadline: dict[str, Any] | None
    validity: dict[str, Any] | None
    late: Localized | None
    fees: tuple[FeeView, ...]
    fee_note: Localized | None
    where: dict[str, Any] | None
    online: dict[str, Any] | None
    form: dict[str, Any] | None
    legal_basis: tuple[LegalBasisView, ...]
    complaint: Localized | None
    notes: Localized | None
    related: tuple[str, ...]
    provenance: dict[str, Any] | None
    facet_provenance: dict[str, dict[str, Any]]
    aliases: dict[str, tuple[str, ...]]
    examples: dict[str, tuple[str, ...]]
    standard_notes: dict[str, Any] | None = None
    left_to_agency: tuple[str, ...] = ()

    def fees_on(self, day: dt.date) -> tuple[FeeView, ...]:
        """The amounts that are charged on that day."""
        return tuple(fee for fee in self.fees if fee.holds_on(day))


@dataclass(frozen=True)
class LifeEventView:
    """A life event and the services it calls for, in order, each with a hint."""

    key: str
    name: Localized
    intro: Localized | None
    aliases: dict[str, tuple[str, ...]]
    steps: tuple[tuple[str, Localized | None], ...]


@dataclass(frozen=True)
class FaqView:
    """One published FAQ."""

    key: str
    question: Localized
    answer: Localized
    variants: dict[str, tuple[str, ...]]
    sources: tuple[dict[str, Any], ...] = ()
    tags: tuple[str, ...] = ()
    quick_replies: tuple[dict[str, Any], ...] = ()
    links: tuple[dict[str, Localized], ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True)
class AgencyView:
    """Everything that one agency offers, as of one revision of the catalogue: the first one at which it was so.

    `stale_at`: when an FAQ begins or ends to be valid, so that the view must be read anew although nothing was edited.
    """

    key: str
    kind: str
    country: str
    timezone: str
    default_language: str
    name: Localized
    contact: Localized | None
    complaint: Localized | None
    illegal_fee: Localized | None
    revision: int
    general_contact: Localized | None = None
    distress: dict[str, Localized] = field(default_factory=dict)
    services: dict[str, ServiceView] = field(default_factory=dict)
    offices: dict[str, OfficeView] = field(default_factory=dict)
    life_events: dict[str, LifeEventView] = field(default_factory=dict)
    faq: dict[str, FaqView] = field(default_factory=dict)
    stale_at: dt.datetime | None = None
