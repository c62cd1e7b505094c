"""How large the transformer's activations become, which decides how 8-bit integers are shared out among them.

A few dimensions of the encoder reach twenty times what the others do; with one scale for all, 8 bits would leave next to nothing of those
others. `ranges.npz` beside this module holds what the development messages reach, measured by `manage.py tune --encoder`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder.model_file import Matrix, Sizes

RANGES_FILE = Path(__file__).with_name("ranges.npz")
# Units of an inner layer that are computed in floats. With 8 or 96 the embedding comes as near to the exact one.
OUTLIERS = 32
_LEAST = 1e-3
_STORED = ("attention", "attended", "inner")


class RangesProblem(Exception):
    """The file of ranges is missing, or belongs to a model of other sizes."""


@dataclass(frozen=True)
class Ranges:
    """The largest absolute activation of each dimension before three of a layer's linear maps, (layers, dimensions) each.

    `outliers` are the units of the inner layers that reach furthest, (layers, OUTLIERS); they go into the fourth map.
    """

    attention: Matrix
    attended: Matrix
    inner: Matrix
    outliers: npt.NDArray[np.intp]

    def save(self, path: Path = RANGES_FILE) -> None:
        """Write the file that `stored` reads, in half precision."""
        halves = {name: getattr(self, name).astype(np.float16) for name in _STORED}
        np.savez_compressed(path, allow_pickle=False, outliers=self.outliers.astype(np.uint16), **halves)


def stored(sizes: Sizes, path: Path = RANGES_FILE) -> Ranges:
    """What `Ranges.save` has written.

    Raises:
        RangesProblem: there is no such file, or it was measured with a model of other sizes.
    """
    try:
        with np.load(BytesIO(path.read_bytes())) as file:
            attention, attended, inner = (file[name].astype(np.float32) for name in _STORED)
            found = Ranges(attention, attended, inner, file["outliers"].astype(np.intp))
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise RangesProblem(f"{path} cannot be read: fetch it again, or have `python manage.py tune --encoder` write it.") from error
    if found.attention.shape != (sizes.layers, sizes.dimensions) or found.outliers.shape != (sizes.layers, OUTLIERS):
        raise RangesProblem(f"{path} belongs to another model: `python manage.py tune --encoder` writes it anew.")
    return found


@lru_cache(maxsize=1)
def digest() -> str:
    """A short name of the stored ranges: with others, each embedding is a little different.

    Raises:
        RangesProblem: there is no such file.
    """
    try:
        return hashlib.sha256(RANGES_FILE.read_bytes()).hexdigest()[:8]
    except OSError as error:
        raise RangesProblem(f"{RANGES_FILE} cannot be read: fetch it again.") from error


def divisors(largest: Matrix, weights: Matrix) -> Matrix:
    """What activations are divided by, (columns,), so that they and the weights, (rows, columns), take half of the inequality each.

    SmoothQuant (Xiao 2023, https://arxiv.org/abs/2211.10438), with a strength of one half.
    """
    shared: Matrix = np.sqrt(np.maximum(largest, _LEAST) / np.maximum(np.abs(weights).max(axis=0), _LEAST))
    return shared
