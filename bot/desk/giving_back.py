"""The conversation goes back to the bot."""

from __future__ import annotations

import datetime as dt

from bot.desk.models import Handoff, HandoffEvent
from bot.desk.ownership import Claim, end
from bot.privacy.masking import mask_identity_numbers


def give_back(claim: Claim, now: dt.datetime, outcome: Handoff.Outcome, settled: str = "", closing: bool = True) -> Handoff:
    """End the handoff.

    Raises:
        LeaseOver: it is no longer the caller's.
    """
    return end(claim, now, outcome, mask_identity_numbers(settled).text, HandoffEvent.Kind.GIVEN_BACK)
