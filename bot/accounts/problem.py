"""What an operator must change before an account can be used."""

from __future__ import annotations

from channels.errors import ChannelError

# A platform says one of these when it no longer takes what was entered. The channels report it as something to wait for, because the
# messages themselves are in order and leave as soon as somebody has entered the new credentials.
WRONG_CREDENTIALS = frozenset({"401", "20003"})


class AccountProblem(Exception):
    """One sentence that says what is wrong and what to do."""


def credentials_are_wrong(error: ChannelError) -> bool:
    """Whether a platform was asked and refused, so that asking again helps nothing; else it could not be asked."""
    return not error.retryable or error.code in WRONG_CREDENTIALS
