"""What may be sent when a platform takes no free text any more, as the citizen will read it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.directory import as_account
from bot.accounts.vault import WrongKey
from bot.console.desk.objects import own_language
from bot.console.desk.prepared import values_for
from bot.desk.models import Handoff
from bot.staff.context import StaffContext
from channels.approved import MESSAGE, Approved
from channels.registry import UnknownChannel, connected


@dataclass(frozen=True)
class Offered:
    """An approved message in the citizen's language: its words before and behind the operator's own, and the same for an operator who
    reads another. `values` fill its further blanks; `missing` are those that have nothing in this conversation."""

    name: str
    before: str
    behind: str
    own_text: str
    values: dict[str, str]
    missing: tuple[str, ...]
    is_known: bool

    @property
    def beginning(self) -> str:
        """Its words in one line, in the operator's language where it is known, so that one is told from another before it is chosen."""
        return " ".join((self.own_text or f"{self.before}…{self.behind}").split())


def templates_offered(staff: StaffContext, handoff: Handoff) -> list[Offered]:
    """Those that the citizen's account has in the citizen's language."""
    contact = handoff.conversation.contact
    if contact is None:
        return []
    try:
        found = connected(handoff.conversation.channel).approved_messages(as_account(contact.account))
    except (UnknownChannel, WrongKey):
        return []
    own = own_language(staff)
    in_own = {one.name: one for one in found if one.language == own and own != handoff.language}
    return [_offered(staff, handoff, one, in_own.get(one.name), own) for one in found if one.language == handoff.language]


def _offered(staff: StaffContext, handoff: Handoff, template: Approved, in_own: Approved | None, own: str) -> Offered:
    values = _values(staff, handoff, template, handoff.language)
    before, behind = template.pieces(values)
    own_text = "…".join(in_own.pieces(_values(staff, handoff, in_own, own))) if in_own is not None else ""
    missing = tuple(what for number, what in template.variables.items() if number != MESSAGE and not values.get(number))
    return Offered(template.name, before, behind, own_text, values, missing, bool(template.body))


def _values(staff: StaffContext, handoff: Handoff, template: Approved, language: str) -> dict[str, str]:
    known = values_for(staff, handoff, language)
    return {number: value for number, what in template.variables.items() if (value := known.get(what, ""))}
