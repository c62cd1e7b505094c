"""What the person may do with the catalogue, for its templates."""

from __future__ import annotations

from bot.staff.context import StaffContext
from bot.staff.permissions import Permission


def rights(staff: StaffContext) -> dict[str, bool]:
    """Whether the person may write drafts, and publish."""
    return {"can_edit": staff.can(Permission.EDIT_CONTENT), "can_publish": staff.can(Permission.PUBLISH_CONTENT)}
