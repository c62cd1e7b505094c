"""What stops somebody from doing something, said so that they can mend it."""

from __future__ import annotations

from typing import Any


class StaffProblem(Exception):
    """One translated sentence for the person at the screen."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
