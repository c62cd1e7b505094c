"""Cuts a text into the pieces of the model's vocabulary: the most probable way by the unigram model (Kudo 2018, SentencePiece)."""

from __future__ import annotations

import re

from bot.nlu.encoder.model_file import Vocabulary

# SentencePiece's mark of a space within a piece.
_SPACE = "\u2581"
_SPACES = re.compile(" {2,}")
# What an unknown character costs more than the least probable piece, as in SentencePiece.
_UNKNOWN = 10.0
_NEVER = float("-inf")


class Pieces:
    """The vocabulary, ready for cutting."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Read the vocabulary once; afterwards any number of threads may cut."""
        self._replacements = vocabulary.replacements
        self._unknown = vocabulary.unknown
        self._scores = vocabulary.scores
        self._pieces: dict[str, int] = {}
        self._longest: dict[str, int] = {}
        for number, piece in enumerate(vocabulary.pieces):
            if piece and number != vocabulary.unknown:
                self._pieces.setdefault(piece, number)
                self._longest[piece[0]] = max(self._longest.get(piece[0], 1), len(piece))
        self._price = min(vocabulary.scores) - _UNKNOWN

    def cut(self, text: str) -> list[int]:
        """The ids of the pieces of a text, without those of beginning and end."""
        text = _SPACES.sub(" ", text.translate(self._replacements))
        text = (text if text.startswith(" ") else f" {text}").replace(" ", _SPACE)
        scores = [0.0] + [_NEVER] * len(text)
        reached: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start, first in enumerate(text):
            so_far = scores[start]
            for stop in range(start + 1, min(len(text), start + self._longest.get(first, 0)) + 1):
                piece = self._pieces.get(text[start:stop])
                if piece is not None and so_far + self._scores[piece] > scores[stop]:
                    scores[stop] = so_far + self._scores[piece]
                    reached[stop] = (start, piece)
            if so_far + self._price > scores[start + 1]:
                scores[start + 1] = so_far + self._price
                reached[start + 1] = (start, self._unknown)
        cut = []
        stop = len(text)
        while stop:
            stop, piece = reached[stop]
            cut.append(piece)
        return cut[::-1]
