"""Content files read with the line of every field, so that a mistake can be shown where it stands."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from bot.catalogue.schemas import SchemaName, mistakes
from bot.sentence import Sentence

_TWICE = _("not valid YAML: a field stands twice")
# In words of our own: those of the parser are English, and for programmers.
BROKEN = _("not valid YAML; look at the indentation, quotation marks and brackets here and in the line before")


@dataclass(frozen=True)
class Mistake:
    """Something wrong in a content file. `line` counts from 1."""

    path: Path
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field + ': ' if self.field else ''}{self.message}"


class ContentMistakes(Exception):
    """The content files hold mistakes; nothing was stored.

    Attributes:
        mistakes: each with file, line and field.
    """

    def __init__(self, found: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in found))
        self.mistakes = list(found)


@dataclass(frozen=True)
class ContentFile:
    """One parsed file: its plain data, its digest, and where each field stands."""

    path: Path
    name: str
    data: Any
    digest: str
    _tree: Any

    @property
    def schema(self) -> SchemaName:
        """Which schema the file must follow, told by its place."""
        if self.name.startswith("faq/"):
            return "faq"
        return "agency" if self.path.name == "agency.yml" else "service"

    @property
    def agency(self) -> str:
        """The key of the agency that the file belongs to, told by its place: its folder, or its own name in faq/<agency>.yml."""
        _, agency, *_ = Path(self.name).with_suffix("").parts
        return agency

    def line(self, field: Sequence[str | int]) -> int:
        """The line, from 1, of the deepest part of `field` that the file holds."""
        node, line = self._tree, 1
        for part in field:
            try:
                if isinstance(node, CommentedMap) and part in node:
                    line = node.lc.key(part)[0] + 1
                elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
                    line = node.lc.item(part)[0] + 1
                else:
                    break
                node = node[part]
            except (KeyError, AttributeError, TypeError):
                break
        return line

    def mistake(self, field: Sequence[str | int], message: str) -> Mistake:
        """A mistake at that field."""
        return Mistake(self.path, self.line(field), ".".join(str(part) for part in field), message)

    def check(self) -> list[Mistake]:
        """What the published schema finds wrong with the file."""
        return [self.mistake(field, message) for field, message in mistakes(self.schema, self.data)]


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, (dt.datetime, dt.date)):
        return node.isoformat()
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return float(node)
    return str(node)


def _line_of_bad_date(raw: bytes) -> int:
    """The line of the first date that is none; 1 when it cannot be told."""
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1):
        for written in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", line):
            try:
                dt.date.fromisoformat(written)
            except ValueError:
                return number
    return 1


def read(path: Path, root: Path) -> ContentFile:
    """Parse one YAML file; `name` becomes its path below `root`.

    Raises:
        ContentMistakes: the file is not YAML, or not UTF-8.
    """
    raw = path.read_bytes()
    try:
        tree = YAML(typ="rt").load(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ContentMistakes(
            [Mistake(path, raw[: error.start].count(b"\n") + 1, "", Sentence(_("the file is not UTF-8 text")))]
        ) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)  # none for a character that no YAML may have
        line = mark.line + 1 if mark else 1
        raise ContentMistakes([Mistake(path, line, "", Sentence(_TWICE if isinstance(error, DuplicateKeyError) else BROKEN))]) from error
    except ValueError as error:  # an unquoted date that does not exist
        raise ContentMistakes(
            [Mistake(path, _line_of_bad_date(raw), "", Sentence(_("a date that does not exist (%(reason)s)"), reason=str(error)))]
        ) from error
    return ContentFile(path, path.relative_to(root).as_posix(), _plain(tree), hashlib.sha256(raw).hexdigest(), tree)
