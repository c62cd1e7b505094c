"""Service records from YAML, as `yaml_files` writes them: one document a service, in one file or stream; other documents are left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.catalogue.content_files import BROKEN, ContentMistakes, Mistake
from bot.catalogue.exchange.cells import written
from bot.catalogue.exchange.columns import columns_for, value_at
from bot.catalogue.exchange.documents import Document, own_documents
from bot.catalogue.exchange.table_change import Change
from bot.catalogue.models import Agency
from bot.catalogue.schemas import mistakes
from bot.catalogue.values import impossible
from bot.languages import say
from bot.sentence import Sentence


def planned(path: Path, agency: Agency) -> tuple[list[Change], list[Document]]:
    """What an import would change, and the records as they would be then.

    Raises:
        ContentMistakes: the file is not YAML, or a record does not follow the schema; the line counts documents.
    """
    own = {document["key"]: document for document in own_documents(agency)}
    changes: list[Change] = []
    documents: list[Document] = []
    found: list[Mistake] = []
    seen: set[str] = set()
    for number, document in enumerate(_documents(path), start=1):
        if document is None or (isinstance(document, dict) and "timezone" in document):
            continue  # nothing between two separators, or the agency's own document of an export
        if not isinstance(document, dict):
            found.append(Mistake(path, number, "", Sentence(_("each service is a group of fields of its own, as an export has it"))))
            continue
        told = list(mistakes("service", document)) or list(impossible(document))
        wrong = [Mistake(path, number, ".".join(map(str, where)), message) for where, message in told]
        key = str(document.get("key", ""))
        if key in seen:
            wrong.append(Mistake(path, number, "key", Sentence(_("the service %(key)s stands there twice"), key=repr(key))))
        seen.add(key)
        found += wrong
        if not wrong and (differing := list(_changes(own.get(key), document))):
            changes += differing
            documents.append(document)
    if not found and not seen:
        found.append(Mistake(path, 1, "", Sentence(_("there is no service in the file"))))
    if found:
        raise ContentMistakes(found)
    return changes, documents


def _changes(before: Document | None, after: Document) -> list[Change]:
    if before is None:
        return [Change(after["key"], "", "", say(after.get("name"), "id") or after["key"])]
    columns = columns_for([before, after])
    pairs = ((column.name, value_at(before, column), value_at(after, column)) for column in columns)
    return [Change(after["key"], name, written(old), written(new)) for name, old, new in pairs if old != new]


def _documents(path: Path) -> list[Any]:
    try:
        return [_plain(document) for document in YAML(typ="safe", pure=True).load_all(path.read_text(encoding="utf-8"))]
    except UnicodeDecodeError as error:
        raise ContentMistakes([Mistake(path, 1, "", Sentence(_("the file is not UTF-8 text")))]) from error
    except (YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentMistakes([Mistake(path, mark.line + 1 if mark else 1, "", Sentence(BROKEN))]) from error


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node.isoformat() if isinstance(node, dt.date) else node
