"""The prepared answers that fit one conversation, with their variables filled in both languages."""

from __future__ import annotations

from bot.catalogue import snapshot
from bot.console.desk.objects import own_language
from bot.desk.canned import Prepared, prepared_for
from bot.desk.facts import service_name
from bot.desk.models import Handoff
from bot.languages import say
from bot.staff.context import StaffContext, name_of


def prepared(staff: StaffContext, handoff: Handoff) -> list[Prepared]:
    """Those that exist in the citizen's language."""
    own = own_language(staff)
    return prepared_for(staff.agency, handoff.language, own, values_for(staff, handoff, handoff.language), values_for(staff, handoff, own))


def values_for(staff: StaffContext, handoff: Handoff | None, language: str) -> dict[str, str]:
    """The variables' values in a language."""
    view = snapshot.current(staff.agency.key)
    unit = handoff.unit if handoff is not None else None
    return {
        "operator": name_of(staff.user),
        "agency": say(view.name, language),
        "unit": say(unit.name, language) if unit is not None else "",
        "service": service_name(handoff.agency.key, handoff.service_key, language) if handoff is not None else "",
        "contact": say(view.contact, language),
    }
