"""An amount that is charged, as citizens read it."""

from __future__ import annotations

from bot.catalogue.views import FeeView
from bot.languages import money


def amount_in_words(fee: FeeView, language: str) -> str:
    """The amount with its currency in `id` or `ja`, or that nothing is charged, or that the office says how much."""
    if fee.amount is None:
        return {"id": "tanyakan ke loket", "ja": "窓口でご確認ください"}[language]
    if fee.amount == 0 and fee.amount_max is None:
        return {"id": "gratis", "ja": "無料"}[language]
    text = money(fee.amount, fee.currency, language)
    if fee.amount_max is not None:
        joint = {"id": " sampai ", "ja": "～"}[language]
        text += joint + money(fee.amount_max, fee.currency, language)
    return text
