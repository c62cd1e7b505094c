"""What an agency keeps of the messages that its platforms have approved: which can be used, and changing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction

from bot.accounts.models import ChannelAccount
from bot.catalogue.models import Agency
from bot.staff import audit
from bot.staff.context import StaffContext
from channels import approved
from channels.approved import Approved
from channels.registry import UnknownChannel, connected

SETTING = "templates"


@dataclass(frozen=True)
class Kept:
    """A template with the account to which it belongs."""

    account: ChannelAccount
    template: Approved


def accounts_with_templates(agency: Agency) -> list[ChannelAccount]:
    """The agency's accounts with platforms that have approved messages."""
    return [row for row in ChannelAccount.objects.filter(agency=agency).order_by("channel", "name", "pk") if _has_templates(row)]


def kept(agency: Agency) -> list[Kept]:
    """All of them, archived ones last."""
    found = [Kept(row, one) for row in accounts_with_templates(agency) for one in approved.read(row.settings.get(SETTING))]
    return sorted(found, key=lambda one: (one.template.archived, one.template.name, one.template.language))


def store(by: StaffContext, account: ChannelAccount, template: Approved, instead_of: Approved | None = None) -> None:
    """Keep a new or changed template; `instead_of` is the one that was changed, whose name or language may have been another."""

    def change(found: dict[tuple[str, str], Approved]) -> None:
        if instead_of is not None:
            found.pop((instead_of.name, instead_of.language), None)
        found[template.name, template.language] = template

    before = _record(instead_of) if instead_of is not None else None
    _change(by, account, change, "template.stored", template, before)


def set_archived(by: StaffContext, account: ChannelAccount, template: Approved, archived: bool) -> None:
    """Take a template out of use, or take it into use again."""
    changed = replace(template, archived=archived)

    def change(found: dict[tuple[str, str], Approved]) -> None:
        found[template.name, template.language] = changed

    _change(by, account, change, "template.archived" if archived else "template.restored", changed, _record(template))


def _change(
    by: StaffContext,
    account: ChannelAccount,
    change: Callable[[dict[tuple[str, str], Approved]], None],
    action: str,
    template: Approved,
    before: dict[str, object] | None,
) -> None:
    with transaction.atomic():
        fresh = ChannelAccount.objects.select_for_update().get(pk=account.pk)
        found = {(one.name, one.language): one for one in approved.read(fresh.settings.get(SETTING))}
        change(found)
        fresh.settings = {**fresh.settings, SETTING: approved.written(found.values())}
        fresh.save(update_fields=["settings", "updated"])
        after = _record(template)
        if before != after:
            audit.record(by, by.agency, action, "template", f"{template.name} ({template.language})"[:100], before, after)


def _has_templates(row: ChannelAccount) -> bool:
    try:
        return connected(row.channel).template_reference is not None
    except UnknownChannel:
        return False


def _record(template: Approved) -> dict[str, object]:
    return {
        "name": template.name,
        "language": template.language,
        "reference": template.reference,
        "text": template.body,
        "variables": dict(template.variables),
        "archived": template.archived,
    }
