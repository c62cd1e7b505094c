"""The prepared answers that fit one conversation, with their variables filled in both languages."""

from __future__ import annotations

from bot.catalogue import snapshot
from bot.console.desk.objects import own_language
from bot.desk.canned import Prepared, prepared_for
from bot.desk.facts import service_name
from bot.desk.models import Handoff
from bot.languages import say
from bot.staff.context import StaffContext, name_of


def prepared(staff: StaffContext, handoff: Handoff, service: str = "") -> list[Prepared]:
    """Those that exist in the citizen's language; `service`: the one that the operator chose, which may be another than the citizen's."""
    own = own_language(staff)
    values = (values_for(staff, handoff, language, service) for language in (handoff.language, own))
    return prepared_for(staff.agency, handoff.language, own, *values)


def values_for(staff: StaffContext, handoff: Handoff | None, language: str, service: str = "") -> dict[str, str]:
    """The variables' values in a language."""
    view = snapshot.current(staff.agency.key)
    unit = handoff.unit if handoff is not None else None
    return {
        "operator": name_of(staff.user),
        "agency": say(view.name, language),
        "unit": say(unit.name, language) if unit is not None else "",
        "service": service_name(handoff.agency.key, service or handoff.service_key, language) if handoff is not None else "",
        "contact": say(view.contact, language),
    }
