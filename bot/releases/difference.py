"""Which examples a release was trained on that another was not."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from bot.environment import ROOT
from bot.releases.archive import unpack
from bot.releases.examples import Example, examples_of
from bot.releases.models import Release

# Beyond these only the numbers are kept: nobody reads thousands of sentences on a page.
MOST_SENTENCES = 40


def examples_of_release(release: Release | None) -> set[Example] | None:
    """The examples of a release, or of the files when it is None; None when they are no longer kept."""
    if release is None:
        return examples_of(ROOT / "data" / "nlu")
    files = getattr(release, "files", None)
    if files is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        unpack(bytes(files.data), Path(folder))
        return examples_of(Path(folder) / "data" / "nlu")


def difference(now: Collection[Example], before: Collection[Example] | None) -> dict[str, Any]:
    """By intent: how many examples are new and gone, and the first of them with the agency whose staff wrote them."""
    if before is None:
        return {}
    found: dict[str, Any] = {}
    changes = (("added", set(now) - set(before)), ("removed", set(before) - set(now)))
    for intent in sorted({example.intent for _, examples in changes for example in examples}):
        found[intent] = {}
        for name, examples in changes:
            mine = sorted(example for example in examples if example.intent == intent)
            found[intent][name] = len(mine)
            found[intent][f"{name}_texts"] = [[example.text, example.agency] for example in mine[:MOST_SENTENCES]]
    return found
