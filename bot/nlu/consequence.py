"""The question what becomes of one who does not do something: the answer is what the law or the agency does then, and by when to do it."""

from __future__ import annotations

import re

_IF_ID = r"\b(?:kalau|kalo|lek|nek|yen|jika|misal\w*|seandainya)\b[^.?!]{0,30}?"
_NOT_ID = r"\b(?:gak|tidak|ndak|ora|nggak|enggak|tanpa)\b"
# Of these everyone asks "how then", and means what comes of leaving it: who has or can not, asks for another way.
_DUTY_ID = r"(?:di|me|men|meng|mem|ng|n|m)?(?:urus|lapor|bayar|daftar|perpanjang|bikin|buat|ganti|izin|ijin|pajak|vaksin|suntik)\w*"
_ASKS = re.compile(
    rf"{_IF_ID}{_NOT_ID}[^.?!]{{0,30}}?\b(?:kenapa|apa-apa|gapapa|akibat\w*|sanksi\w*|resiko\w*|risiko\w*|kena (?:apa|denda)"
    rf"|(?:di)?(?:denda|hukum|tangkap|penjara|apain|tilang)\w*)\b"
    rf"|{_IF_ID}{_NOT_ID} {_DUTY_ID}(?: \w+)? (?:gimana|bagaimana|piye|apa jadinya|terus apa|bahaya)\b"
    r"|\b(?:apa|ada) (?:sanksi|akibat|resiko|risiko|hukuman)(?:nya|e)?\b"
    r"|(?:な(?:い|かった|ければ)|ん(?:やっ|かっ|と|まま)|らん|へん|ずに)[^。？?]{0,12}(?:どうな|何が起き|罰|ばれ|バレ|まず(?:い|か)|怒られ|捕ま)"
    r"|(?:忘れ|無視し|ほっとい|放っておい)(?:た|て)[^。？?]{0,8}どうな"
    r"|罰則|罰金(?:は|が|って|とか|と[らり]|取[らり]|払|あ)|罰せられ"
)


def asks_consequence(text: str) -> bool:
    """Whether a normalised text asks what happens to one who does not do what is due ("kalau gak izin kenapa", 「出さなかったらどうなる」)."""
    return _ASKS.search(text) is not None
