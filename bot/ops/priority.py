"""Which processes the machine serves first when there is more to do than it can."""

from __future__ import annotations

import os

_STEPS_BACK = 5


def let_webhooks_go_first() -> None:
    """Lower this process's priority, once at its start.

    An answer may take a second longer; a platform whose webhook is not acknowledged in time sends the message again, which makes a
    flood worse. Where nobody waits for the processor this changes nothing.
    """
    os.nice(_STEPS_BACK)
