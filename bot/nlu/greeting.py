"""A greeting with which a message begins, whatever follows it."""

from __future__ import annotations

import re

_BEGINS = re.compile(
    r"^(?:あ+っ?|えっと|ええと)?[、 ]*"
    r"(?:こんにち[はわ]|こんばん[はわ]|おはよ(?:う(?:さん|ございます)?|ー)?|は[じぢ]めまして|初めまして|もしもし|まいど"
    r"|ごめんください|お世話に(?:なります|なっ))"
)
_ASKS = re.compile(
    r"[?？]|(?:です|ます|でしょう|よろしい)か\b|教えて|おしえて|知りた|したい|ほしい|欲しい|(?:どう|どこ|いつ|なに|何|いくら|なんぼ)"
)


def only_greets(text: str) -> bool:
    """Whether a normalised text, with its courtesies, greets and then asks for nothing: 「はじめまして。ネパールから来ました」."""
    return _BEGINS.match(text) is not None and _ASKS.search(text) is None
