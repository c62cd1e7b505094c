"""What a message that says what is not meant does mean."""

from __future__ import annotations

import re

_INSTEAD_OF = re.compile(
    r"^.*(?:じゃなくて|ではなくて?|じゃなく、|でなくて?)[、 ]*(?P<ja>.{2,})$"
    r"|^.*\bbukan\b.+?(?:,|tapi|tetapi|melainkan|maksud(?:nya)?(?: saya| ku)?)\s+(?!saya$|aku$|ku$)(?P<id>.{2,})$"
)


def meant(text: str) -> str:
    """The part of a normalised text that says what is meant, where another part says what is not ("bukan KTP, tapi KK")."""
    match = _INSTEAD_OF.match(text)
    return (match["ja"] or match["id"]).strip() if match else text
