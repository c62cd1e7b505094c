"""What a reader must know before believing the figures of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Cores; above this the page warns of the other work on the machine.
_BUSY = 0.1


def caveats(results: Mapping[str, Any], who: str) -> str:
    """Paragraphs to put behind the first one, empty when there is nothing to say; `who` "is faster" or "are faster" on an idle machine."""
    found = "\n\n**This was a quick run that only shows that everything works. Its figures say nothing.**" if results["quick"] else ""
    others = results["machine"]["cores_used_by_others"]
    if others is not None and others > _BUSY:
        found += f"\n\n**Other work took {others:.1f} cores meanwhile: {who} faster on an idle machine.**"
    return found
