"""The offer to take a step back, shown once on the page after it."""

from __future__ import annotations

from typing import Any

from bot.staff.context import StaffRequest

_NAME = "faq.undo"


def offer(request: StaffRequest, key: str, step: str, **fields: Any) -> None:
    """Offer, on the next page of that FAQ, to take a step back: `step` is the name of the address that does it."""
    request.session[_NAME] = {"agency": request.staff.agency.key, "key": key, "step": step, "fields": fields}


def taken_offer(request: StaffRequest, key: str) -> dict[str, Any] | None:
    """The offer for that FAQ; it is gone once shown."""
    found: dict[str, Any] | None = request.session.get(_NAME)
    if found is None:
        return None
    del request.session[_NAME]
    return found if (found["agency"], found["key"]) == (request.staff.agency.key, key) else None
