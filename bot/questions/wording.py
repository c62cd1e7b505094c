"""What a wording must be to become an example that is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bot.nlu.normalise import normalise
from bot.privacy.masking import MASK, mask_identity_numbers
from bot.questions.problems import UnusableWording

LONGEST = 300


def usable_wording(text: str) -> str:
    """The text in one line.

    Raises:
        UnusableWording: it says nothing, is too long, or holds personal data or what was put in their place.
    """
    line = " ".join(text.split())
    if not any(sign.isalnum() for sign in normalise(line)):
        raise UnusableWording(_("Write how citizens ask."))
    if len(line) > LONGEST:
        raise UnusableWording(_("Use at most 300 characters."))
    if mask_identity_numbers(line).count:
        raise UnusableWording(_("This holds an identity number, a telephone number or an address. Take it out."))
    if MASK in line:
        raise UnusableWording(_("Take out what stands in place of the removed number."))
    return line
