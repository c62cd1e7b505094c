"""What a fee's bare amount does not tell, in words: that it is uncertain, that it is a range, and on which rule it rests."""

from __future__ import annotations

from bot.catalogue.exchange.documents import Document
from bot.languages import money


def fee_words(fee: Document, language: str) -> str:
    """A short note on the amount; empty when the amount says it all."""
    words = []
    upper = money(fee["amount_max"], fee["currency"], language) if "amount_max" in fee else ""
    if fee["amount"] is None and upper:
        words.append(f"paling banyak {upper}" if language == "id" else f"{upper}まで")
    elif fee["amount"] is None:
        words.append("ditetapkan instansi, atau belum pasti" if language == "id" else "窓口が定める額、または未確認")
    elif upper:
        words.append(f"{money(fee['amount'], fee['currency'], language)}–{upper}")
    if "basis" in fee:
        words.append(f"dasar: {fee['basis']}" if language == "id" else f"根拠：{fee['basis']}")
    return ("; " if language == "id" else "、").join(words)
