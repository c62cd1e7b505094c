"""Personal numbers with letters in them, and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban

from bot.privacy.kinds import Kind

Found = tuple[int, int, Kind]

_SIGN = r"[ \-]?"
_RESIDENCE = re.compile(rf"(?<![A-Za-z0-9])(?!RP)[A-Z]{{2}}{_SIGN}\d(?:{_SIGN}\d){{7}}{_SIGN}[A-Z]{{2}}(?![A-Za-z0-9])", re.IGNORECASE)
# Indonesia: a letter and seven digits; Japan: two letters and seven digits.
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2})([ \-]?)(\d(?:[ \-]?\d){6})(?![A-Za-z0-9])(?![.,]\d)")
_PASSPORT_WORD = re.compile(r"(?:paspor|passport|パスポート|旅券)[^0-9]{0,12}$", re.IGNORECASE)
# "DI 1500000" is a word and an amount.
_WORDS_OF_TWO = frozenset({"DI", "KE", "YA", "SY", "GA", "DP", "NO"})
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}[ \-]?[A-Z0-9]{2}", re.IGNORECASE)
_SHORTEST_IBAN = 15
_IBAN_REACH = 34 + 12

_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-!#$&'*=?^`{|}"
_AT = re.compile(r"@|[\[(] ?at ?[\])]", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:(?:[a-z0-9](?:[a-z0-9-]{0,62}))(?:\.[a-z0-9][a-z0-9-]{0,62}){0,6}\.[a-z][a-z0-9-]{1,62}|(?:gmail|yahoo|ymail|outlook|hotmail|icloud)(?![a-z0-9]))",
    re.IGNORECASE,
)
_LONGEST_LOCAL = 254  # RFC 5321 allows 64; nobody must be able to hide an address behind a long one


def find_lettered(text: str) -> Iterator[Found]:
    """Passports, residence cards and IBAN in a folded text."""
    for found in _RESIDENCE.finditer(text):
        if found.group().isupper() or found.group().isalnum():
            yield (*found.span(), "residence")
    for found in _PASSPORT.finditer(text):
        if _is_passport(found, text):
            yield (*found.span(), "passport")
    for found in _IBAN.finditer(text):
        if (end := _iban_end(text, found.start())) is not None:
            yield found.start(), end, "account"


def _is_passport(found: re.Match[str], text: str) -> bool:
    letters, gap, digits = found.groups()
    if _PASSPORT_WORD.search(text[max(0, found.start() - 24) : found.start()]):
        return True
    if letters.upper() == "RP" or (gap and letters.upper() in _WORDS_OF_TWO and digits.endswith("00")):
        return False
    # Small letters with a gap are a word, and what follows is a quantity.
    return letters.isupper() or (not gap and digits.isdigit())


def _iban_end(text: str, start: int) -> int | None:
    """Where an IBAN that begins here ends; its structure and check digits are those of its country."""
    places: list[int] = []
    for at in range(start, min(len(text), start + _IBAN_REACH)):
        if text[at].isascii() and text[at].isalnum():
            places.append(at)
        elif text[at] not in " -":
            break
    letters = "".join(text[at] for at in places).upper()
    # The remainder first: looking up a country's structure twenty times for each word would be slow.
    for size in _whole_numbers(letters):
        if iban.is_valid(letters[:size], check_country=False):
            return places[size - 1] + 1
    return None


def _whole_numbers(letters: str) -> Iterator[int]:
    """The lengths at which the check digits are right: ISO 7064 MOD 97-10, country and check digits moved to the end."""
    head = int("".join(str(int(character, 36)) for character in letters[:4]))
    remainder = 0
    for size, character in enumerate(letters[4:], start=5):
        value = int(character, 36)
        remainder = (remainder * (100 if value > 9 else 10) + value) % 97
        if size >= _SHORTEST_IBAN and (remainder * 1_000_000 + head) % 97 == 1:
            yield size


def find_emails(text: str) -> Iterator[Found]:
    """E-mail addresses in a folded text."""
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        if domain is None:
            continue
        head = text[max(0, at.start() - _LONGEST_LOCAL) : at.start()]
        start = at.start() - (len(head) - len(head.rstrip(_LOCAL)))
        if start < at.start():
            yield start, domain.end(), "email"
