"""What an import changes, one readable line for each column."""

from __future__ import annotations

from dataclasses import dataclass

_SHOWN = 60


@dataclass(frozen=True)
class Change:
    """One column of one service or FAQ that becomes another; of a new one a change without a field, whose `after` is its name."""

    key: str
    field: str
    before: str
    after: str
    kind: str = "service"

    def __str__(self) -> str:
        if not self.field:
            return f"{self.key}: new {self.kind} {_shortened(self.after, 0)}"
        pairs = enumerate(zip(self.before, self.after, strict=False))
        same = next((index for index, (old, new) in pairs if old != new), min(len(self.before), len(self.after)))
        return f"{self.key}: {self.field}: {_shortened(self.before, same)} → {_shortened(self.after, same)}"


def _shortened(text: str, same: int) -> str:
    """One line of at most about 60 characters; of two long texts the part in which they differ."""
    if not text:
        return "(empty)"
    start = max(0, same - _SHOWN // 3) if len(text) > _SHOWN else 0
    part = text[start : start + _SHOWN].replace("\n", " / ")
    return f"“{'…' if start else ''}{part}{'…' if start + _SHOWN < len(text) else ''}”"
