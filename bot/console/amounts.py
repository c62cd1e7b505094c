"""Amounts of money as the pages write them: the way of the country whose money it is, whatever the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bot.languages import Language, money

_SPOKEN: dict[str, Language] = {"IDR": "id", "JPY": "ja"}


def amount_words(amount: int, currency: str) -> str:
    """Rp50.000, 1,500円; that nothing is charged in words."""
    return money(amount, currency, _SPOKEN.get(currency, "ja")) if amount else _("free of charge")
