"""YAML: an agency's folder in the layout of data/catalogue/<agency>/, or the same documents as one stream."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter
from ruamel.yaml.tag import Tag

from bot.catalogue.content_files import ContentMistakes, Mistake, read
from bot.catalogue.exchange.documents import Document

_AGENCY_FILE = "agency.yml"
# One for all texts: ruamel works out anew what each tag object is called, which is a third of the time that thousands of texts take.
_TEXT = Tag(suffix="tag:yaml.org,2002:str")


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 4096  # a sentence stays on its line, so that a change shows as one line
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), _write_null)
    yaml.representer.add_representer(str, _write_text)
    yaml.representer.ignore_aliases = lambda *_: True
    return yaml


def _write_null(representer: Any, _: None) -> Any:
    # ruamel leaves a null empty, which reads like something forgotten.
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def _write_text(representer: Any, text: str) -> Any:
    style = '"' if _is_rare(text) else "|" if "\n" in text else None
    return representer.represent_scalar(_TEXT, text, style=style)


def _is_rare(text: str) -> bool:
    # Left to itself, ruamel writes rare line breaks and control characters so that they do not come back. Looking at each sign is slow.
    if text.replace("\n", "").isprintable():
        return False
    return any(unicodedata.category(sign) in ("Cc", "Cf", "Cn", "Co", "Zl", "Zp") for sign in text if sign != "\n")


class _PlainRepresenter(SafeRepresenter):
    """Represents texts as `_yaml` does, for the emitter in C, which has no comments and no indented lists."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_PlainRepresenter.add_representer(str, _write_text)


def stream(agency: Document, services: Iterable[Document]) -> str:
    """The agency and its services as one stream of documents, the agency first."""
    yaml, out = _yaml(), io.StringIO()
    yaml.explicit_start = True
    yaml.dump_all([agency, *services], out)
    return out.getvalue()


def one(document: Document) -> str:
    """A single document, as a file holds it."""
    out = io.StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def large(document: Document) -> str:
    """The same for a document with thousands of entries: several times as fast, and lists are not indented."""
    yaml, out = YAML(typ="safe"), io.StringIO()
    yaml.Representer, yaml.default_flow_style, yaml.width = _PlainRepresenter, False, 4096
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(document, out)
    return out.getvalue()


def write_folder(folder: Path, agency: Document, services: Iterable[Document]) -> None:
    """Write agency.yml and one file a service. In a folder that holds this agency, files of services that are gone are removed.

    Raises:
        ContentMistakes: the folder holds another agency, or YAML files without an agency; nothing was written.
    """
    files = {_AGENCY_FILE: agency, **{f"{service['key']}.yml": service for service in services}}
    present = {path.name for path in folder.glob("*.yml")}
    if present and (_AGENCY_FILE not in present or read(folder / _AGENCY_FILE, folder).data.get("key") != agency["key"]):
        raise ContentMistakes([Mistake(folder, 1, "", f"the folder holds other files than those of {agency['key']!r}; name an empty one")])
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in files.items():
        (folder / name).write_text(one(document), encoding="utf-8", newline="\n")
    for name in present - set(files):
        (folder / name).unlink()
