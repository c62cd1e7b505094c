"""The catalogues of translations: which there are, what belongs into each, and how they are written.

A text belongs to the nearest folder above it that has a `locale`; what has none belongs to `bot/console`. An area of the console may
have a `locale` of its own: then its templates, which lie in `bot/console/templates/console/<area>`, belong to it as well.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import templatize

from bot.environment import ROOT

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LANGUAGES = ("id", "ja")
_CODE, _CONSOLE = ROOT / "bot", ROOT / "bot" / "console"
_TEMPLATES = _CONSOLE / "templates" / "console"
# Neither language has a plural form.
_HEADERS = (("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit"), ("Plural-Forms", "nplurals=1; plural=0;"))
_KEYWORDS = ("gettext", "gettext_lazy", "gettext_noop", "_")
_PLURALS = ("ngettext", "ngettext_lazy")
_WITH_CONTEXT = ("pgettext", "pgettext_lazy")


def locale_folders() -> list[Path]:
    """Every `locale` of our own code."""
    return sorted(folder for folder in _CODE.rglob("locale") if folder.is_dir())


def po_file(folder: Path, language: str) -> Path:
    """Where the translations into a language stand."""
    return folder / language / "LC_MESSAGES" / "django.po"


def read_po(folder: Path, language: str) -> Catalog:
    """The translations as they stand; an empty catalogue when there are none yet."""
    from babel.messages.pofile import read_po as read

    path = po_file(folder, language)
    return read(io.BytesIO(path.read_bytes() if path.exists() else _head(language)), locale=language)


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a file whose lines change only where a text does."""
    from babel.messages.pofile import write_po

    file = io.BytesIO()
    write_po(file, catalogue, width=120, no_location=True, omit_header=False, sort_output=True, ignore_obsolete=True)
    # The header's dates and names would differ at each writing.
    body = file.getvalue().decode().split("\n\n", 1)[1]
    return _head(str(catalogue.locale_identifier)) + (body.rstrip("\n") + "\n").encode()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    class Plain(Catalog):
        """A catalogue whose header holds no date and no name of a program, so that it is the same at each writing."""

        mime_headers = property(lambda self: _HEADERS)

    plain = Plain(locale=catalogue.locale)
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string, context=message.context)
    file = io.BytesIO()
    write_mo(file, plain)
    return file.getvalue()


def updated(folder: Path, language: str) -> Catalog:
    """The translations with what the code says now: new texts without a translation, and without those that are gone."""
    catalogue = read_po(folder, language)
    catalogue.update(_extracted(folder), no_fuzzy_matching=True)
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """The texts that have no translation, or a doubtful one."""
    texts = (message for message in catalogue if message.id)
    found = (one for one in texts if one.fuzzy or not all(one.string if isinstance(one.string, tuple | list) else (one.string,)))
    return [one.id if isinstance(one.id, str) else one.id[0] for one in found]


def _head(language: str) -> bytes:
    quoted = "".join(f'"{name}: {value}\\n"\n' for name, value in (("Language", language), *_HEADERS))
    return f'msgid ""\nmsgstr ""\n{quoted}\n'.encode()


def _extracted(folder: Path) -> Catalog:
    from babel.messages.catalog import Catalog

    template = Catalog()
    for path in _sources(folder):
        for context, text in _texts(path):
            template.add(text, context=context)
    return template


def _sources(folder: Path) -> Iterator[Path]:
    with_locale = {one.parent for one in locale_folders()}
    for path in sorted([*_CODE.rglob("*.py"), *_CODE.rglob("templates/**/*.html")]):
        if _owner(path, with_locale) == folder.parent:
            yield path


def _owner(path: Path, with_locale: set[Path]) -> Path:
    if path.is_relative_to(_TEMPLATES):
        area = _CONSOLE / path.relative_to(_TEMPLATES).parts[0]
        return area if area in with_locale else _CONSOLE
    return next((above for above in path.parents if above in with_locale), _CONSOLE)


def _texts(path: Path) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    from babel.messages.extract import extract

    code = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Django turns a template into something like Python; its indentation is the template's and means nothing.
        code = "\n".join(line.lstrip() for line in templatize(code, origin=str(path)).splitlines())
    keywords = {
        **dict.fromkeys(_KEYWORDS),
        **dict.fromkeys(_PLURALS, (1, 2)),
        **dict.fromkeys(_WITH_CONTEXT, ((1, "c"), 2)),
        "npgettext": ((1, "c"), 2, 3),
    }
    for _line, text, _comments, context in extract("python", io.BytesIO(code.encode()), keywords=keywords):
        yield context, text if isinstance(text, str) else (text[0], text[1])
