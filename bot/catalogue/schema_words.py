"""What a schema finds wrong, in words that office staff understand, and in the reader's language where that is asked for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _
from jsonschema import ValidationError

from bot.sentence import Sentence

_LONGEST = 80
_TYPES = {
    "string": _("a text"),
    "array": _("a list"),
    "object": _("a group of fields"),
    "number": _("a number"),
    "integer": _("a whole number"),
    "boolean": _("yes or no"),
    "null": _("empty"),
}
# By the pattern, as the schemas write it.
_WANTED = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": _("small letters a to z and digits, with hyphens between words"),
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": _("a day, written as 2026-01-31"),
    "^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$": _("a day, written as 2026-01-31, or as 01-31 for every year"),
    "^https?://": _("an address that begins with http:// or https://"),
    "^https://[^\\s]+$": _("an address that begins with https://"),
    "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$": _("hours, written as 08:00-15:30"),
}


def sentence_of(error: ValidationError) -> str:
    """What is wrong; as the library says it where no schema of ours comes to that."""
    value: Any = error.instance
    limit: Any = error.validator_value
    match error.validator:
        case "type":
            return Sentence(_("%(value)s is not %(wanted)s"), value=_shown(value), wanted=_types(limit))
        case "enum":
            return Sentence(_("%(value)s is not one of %(known)s"), value=_shown(value), known=", ".join(map(str, limit)))
        case "pattern":
            wanted = Sentence(_WANTED[limit]) if limit in _WANTED else limit
            return Sentence(_("%(value)s does not match what is needed here: %(wanted)s"), value=_shown(value), wanted=wanted)
        case "minLength" | "minItems" | "minProperties":
            return Sentence(_("this must not be empty"))
        case "maxLength":
            sentence = _("%(value)s is too long: it has %(length)s characters, and at most %(most)s are possible")
            return Sentence(sentence, value=_shown(value), length=str(len(value)), most=str(limit))
        case "minimum":
            return Sentence(_("%(value)s is too little; the least is %(limit)s"), value=str(value), limit=str(limit))
        case "maximum":
            return Sentence(_("%(value)s is too much; the most is %(limit)s"), value=str(value), limit=str(limit))
        case "dependencies":
            return _lacking(value, limit) or error.message
        case "oneOf":
            return Sentence(_("of %(fields)s exactly one is needed"), fields=", ".join(name for one in limit for name in one["required"]))
        case "not":
            return Sentence(_("%(value)s is reserved; choose another"), value=repr(value))
    return error.message if len(error.message) < 200 else error.message[:197] + "..."


def _types(wanted: Any) -> Sentence:
    first, *others = [Sentence(_TYPES[name]) for name in ([wanted] if isinstance(wanted, str) else wanted)]
    told = first
    for other in others:
        told = Sentence(_("%(one)s or %(other)s"), one=told, other=other)
    return told


def _lacking(value: dict[str, Any], needed: dict[str, list[str]]) -> str:
    for field, others in needed.items():
        for other in others:
            if field in value and other not in value:
                return Sentence(_("where %(field)s stands, %(other)s is needed as well"), field=repr(field), other=repr(other))
    return ""


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} ..."
