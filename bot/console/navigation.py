"""The areas of the console. A new area adds one line; who may not enter it does not see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bot.staff.context import StaffContext
from bot.staff.permissions import Permission


@dataclass(frozen=True)
class Area:
    """One area: the names of its addresses begin with `name`.

    `about` is for those who may do everything in it; `less` says what is left without a permission, the first that is lacking counts.
    """

    name: str
    label: Any
    about: Any
    permission: Permission
    less: tuple[tuple[Permission, Any], ...] = ()

    def about_for(self, staff: StaffContext) -> Any:
        """What that person can do there."""
        return next((words for permission, words in self.less if not staff.can(permission)), self.about)


_P = Permission
AREAS = (
    Area("desk", _("Desk"), _("Talk with citizens whom the assistant cannot help."), Permission.CONVERSE),
    Area("questions", _("Questions"), _("What citizens asked and the assistant could not answer well."), Permission.VIEW_QUESTIONS),
    Area(
        "faq",
        _("Questions and answers"),
        _("Write what the assistant answers, and publish it."),
        Permission.VIEW_CONTENT,
        (
            (_P.EDIT_CONTENT, _("Read what the assistant answers.")),
            (_P.PUBLISH_CONTENT, _("Write what the assistant answers; a reviewer publishes it.")),
        ),
    ),
    Area(
        "catalogue",
        _("Catalogue"),
        _("Services, fees and offices: keep them right, in both languages."),
        Permission.VIEW_CONTENT,
        (
            (_P.EDIT_CONTENT, _("Read what the assistant knows of services, fees and offices.")),
            (_P.PUBLISH_CONTENT, _("Services, fees and offices: write changes in both languages; a reviewer publishes them.")),
        ),
    ),
    Area("analytics", _("Figures"), _("How much citizens ask, about what, and how well they are answered."), Permission.VIEW_ANALYTICS),
    Area(
        "training",
        _("Training and releases"),
        _("Let the assistant learn, compare, and decide what answers."),
        Permission.TRAIN,
        ((_P.ACTIVATE_RELEASE, _("Let the assistant learn, and compare; a reviewer decides what answers.")),),
    ),
    Area("team", _("Team"), _("Invite colleagues, and say what they may do."), Permission.MANAGE_TEAM),
    Area("audit", _("Changes"), _("Who changed what, and when."), Permission.VIEW_AUDIT),
)


@dataclass(frozen=True)
class Link:
    """An area as one person sees it on one page."""

    label: Any
    about: Any
    address: str
    current: bool
    waiting: int


def links(staff: StaffContext, url_name: str, waiting: Mapping[str, int]) -> Iterator[Link]:
    """The areas into which the person may go; `waiting`: by area, how many texts wait there for them."""
    for area in AREAS:
        if staff.can(area.permission):
            current = url_name == area.name or url_name.startswith(f"{area.name}-")
            address = reverse(f"console:{area.name}", args=[staff.agency.key])
            yield Link(area.label, area.about_for(staff), address, current, waiting.get(area.name, 0))
