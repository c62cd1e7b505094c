"""The translations fit the code: complete, without doubtful ones, compiled, and with the same blanks to fill in."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.utils import translation

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


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_text_is_translated_in_one_way_wherever_it_stands(language: str) -> None:
    # Django merges all catalogues into one: of two translations only one would ever be seen, on whichever page.
    found: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for folder in translations.locale_folders():
        for message in translations.read_po(folder, language):
            if original := message.id if isinstance(message.id, str) else message.id[0]:
                found[message.context, original].add(str(message.string))
    assert {original: ways for original, ways in found.items() if len(ways) > 1} == {}


@pytest.mark.parametrize(("language", "said"), [("id", "Kata sandi baru"), ("ja", "新しいパスワード")])
def test_our_translations_come_before_those_of_django(language: str, said: str) -> None:
    with translation.override(language):
        assert translation.gettext("New password") == said


def test_japanese_has_japanese_in_it() -> None:
    catalogue = translations.read_po(ROOT / "bot" / "console" / "locale", "ja")
    written = [message.string if isinstance(message.string, str) else message.string[0] for message in catalogue if message.id]
    assert len(written) > 100
    assert all(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text) for text in written)


def test_nothing_translates_under_a_name_by_which_its_texts_are_not_found() -> None:
    renamed = re.compile(r"import .*gettext\w* as (\w+)")
    found = {name for path in (ROOT / "bot").rglob("*.py") for name in renamed.findall(path.read_text("utf-8"))}
    assert found == {"_"}
