"""What an installation expects of its catalogue beyond the schema, from the files of `data/audit/`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.languages import Localized


@dataclass(frozen=True)
class Expectations:
    """`scope`: by agency, the services that it must hold, with their names. `easy_japanese`: by agency, those that need やさしい日本語."""

    scope: dict[str, dict[str, Localized]] = field(default_factory=dict)
    easy_japanese: dict[str, list[str]] = field(default_factory=dict)


def read_expectations(root: Path) -> Expectations:
    """The expectations below a data folder; a file that is not there expects nothing."""
    return Expectations(_read(root / "audit" / "scope.yml"), _read(root / "audit" / "easy-japanese.yml"))


def _read(path: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}
