"""Who is invited, and as what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bot.staff.permissions import ROLE_HELP, Role

_LANGUAGES = (("id", "Bahasa Indonesia"), ("ja", "日本語"), ("en", "English"))


def _role_choices() -> list[tuple[str, Any]]:
    return [(role.value, format_html('{}<span class="choice-help">{}</span>', role.label, ROLE_HELP[role])) for role in Role]


class RolesForm(forms.Form):
    """The roles of one person."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=_role_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    def clean_roles(self) -> list[Role]:
        """The roles as such."""
        return [Role(one) for one in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    """A new colleague."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=_LANGUAGES)
    field_order = ("email", "roles", "language")
