"""An imported FAQ is found by the running bot at its next message, without training."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from bot.catalogue import revision, snapshot
from bot.catalogue.load import load_content
from bot.nlu.embedding import embed
from bot.nlu.knowledge.index import index_of
from bot.nlu.knowledge.ranker import rank
from bot.nlu.knowledge_linker import link
from tests.catalogue.content import write_all

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = """\
key;question;answer;language;variants
musala;Ada musala?;Ada, di lantai 2.;id;tempat salat|mau salat di mana
musala;礼拝所はありますか;2階にあります。;ja;お祈りの部屋
"""


def nearest(text: str) -> str:
    return rank(index_of("kota"), text, embed(text))["faq"].candidates[0].target.key


def test_an_imported_faq_is_found_at_the_next_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_content(write_all(tmp_path / "data"))
    monkeypatch.setattr(snapshot, "CHECK_INTERVAL", 0.0)
    snapshot.forget()
    assert nearest("mau salat di mana") in {"parkir", "wifi"}
    before = revision.current()
    (tmp_path / "faq.csv").write_text(TABLE, encoding="utf-8")
    call_command("faq", "import", str(tmp_path / "faq.csv"), "--agency", "kota")
    assert revision.current() > before
    assert snapshot.current("kota").faq["musala"].answer["ja"] == "2階にあります。"
    assert nearest("mau salat di mana") == nearest("お祈りの部屋はどこですか") == "musala"


def test_two_faq_with_the_same_question_do_not_keep_each_other_from_being_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_content(write_all(tmp_path / "data"))
    monkeypatch.setattr(snapshot, "CHECK_INTERVAL", 0.0)
    snapshot.forget()
    (tmp_path / "faq.csv").write_text(TABLE + TABLE.split("\n", 1)[1].replace("musala;", "ruang-salat;"), encoding="utf-8")
    call_command("faq", "import", str(tmp_path / "faq.csv"), "--agency", "kota")
    found = link("kota", "ada musala?")["faq"]
    assert found[0][1] > 0.8
    assert len({key for key, _ in found} & {"musala", "ruang-salat"}) == 1
