"""The translations fit the code: complete, without doubtful ones, compiled, and with the same blanks to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.console import translations
from bot.environment import ROOT

pytestmark = pytest.mark.filterwarnings("ignore:pkg_resources is deprecated")
CATALOGUES = [(folder, language) for folder in translations.locale_folders() for language in translations.LANGUAGES]
_BLANK = re.compile(r"%\(\w+\)[sd]")


def _id(value: object) -> str:
    return str(value.parent.relative_to(ROOT)) if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("folder", "language"), CATALOGUES, ids=_id)
def test_every_text_of_the_pages_is_translated(folder: Path, language: str) -> None:
    assert not translations.missing(translations.updated(folder, language))


@pytest.mark.parametrize(("folder", "language"), CATALOGUES, ids=_id)
def test_the_files_are_as_the_command_writes_them(folder: Path, language: str) -> None:
    catalogue = translations.updated(folder, language)
    assert len(list(catalogue)) > 1
    path = translations.po_file(folder, language)
    assert path.read_bytes() == translations.as_po(catalogue)
    assert path.with_suffix(".mo").read_bytes() == translations.as_mo(catalogue)


@pytest.mark.parametrize(("folder", "language"), CATALOGUES, ids=_id)
def test_a_translation_has_the_blanks_of_its_original(folder: Path, language: str) -> None:
    for message in translations.read_po(folder, language):
        original = message.id if isinstance(message.id, str) else message.id[0]
        translated = message.string if isinstance(message.string, str) else message.string[0]
        assert set(_BLANK.findall(original)) == set(_BLANK.findall(translated)), original


def test_japanese_has_japanese_in_it() -> None:
    catalogue = translations.read_po(ROOT / "bot" / "console" / "locale", "ja")
    written = [message.string if isinstance(message.string, str) else message.string[0] for message in catalogue if message.id]
    assert len(written) > 100
    assert all(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text) for text in written)
