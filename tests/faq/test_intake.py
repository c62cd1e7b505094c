"""A file that staff upload: first what it would do, then all of it in one transaction, as drafts or as answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from bot.catalogue import revision
from bot.catalogue.content_files import ContentMistakes
from bot.catalogue.exchange import yaml_files
from bot.catalogue.merge import UnknownAgency, agency_view
from bot.catalogue.models import Agency
from bot.faq.exchange.export import export
from bot.faq.exchange.intake import Mode, PlanChanged, preview, take_in
from bot.faq.exchange.planning import Outcome
from bot.faq.models import Faq, FaqVersion
from bot.faq.store import faq_document, store_faq
from bot.faq.workflow import create_draft, publish, save_draft
from tests.faq.conftest import Audited, content

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {
    "key": "loket",
    "question": {"id": "Jam loket?", "ja": "窓口の時間は"},
    "answer": {"id": "Pagi.", "ja": "朝です。", "ja_easy": "あさです。"},
    "variants": {"id": ["loket buka"], "ja": ["窓口"]},
    "sources": [{"title": "Papan"}],
    "tags": ["gedung", "jam buka"],
    "quick_replies": [
        {"title": {"id": "Syarat | akta", "ja": "必要なもの"}, "service": "akta", "facet": "requirements"},
        {"title": {"id": "Parkir", "ja": "駐車場"}, "faq": "parkir"},
        {"title": {"id": "Kelahiran", "ja": "出生"}, "life_event": "birth"},
    ],
    "links": [{"title": {"id": "Peta", "ja": "地図"}, "url": {"id": "https://kota.example/?a=1|2", "ja": "https://kota.example/ja"}}],
    "valid_from": "2020-01-01",
    "valid_to": "2099-12-31",
}
TABLE = """\
key,question,answer,language,variants
motor,Di mana parkir motor?,Di basemen.,id,parkir motor
motor,バイクの駐車場は,地下です。,ja,
wifi,Ada wifi?,Ada.,id,
wifi,wifiはありますか,あります。,ja,
salah,NIK siapa?,NIK 3510011501900001,id,
salah,誰,誰,ja,
"""


@pytest.fixture
def table(tmp_path: Path, city: Agency) -> Path:
    path = tmp_path / "faq.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def outcomes(path: Path, mode: Mode = Mode.DRAFTS) -> dict[str, str]:
    return {plan.key: str(plan.outcome) for plan in preview(path, "kota", mode).plans}


def answers() -> set[str]:
    return set(agency_view("kota").faq)


def test_a_preview_tells_what_becomes_of_each_faq_and_stores_nothing(table: Path) -> None:
    before = revision.current()
    assert outcomes(table) == {"motor": "created", "wifi": "unchanged", "salah": "refused"}
    refused = preview(table, "kota", Mode.DRAFTS).with_outcome(Outcome.REFUSED)
    assert refused[0].wrong == [(6, "answer", "the answer holds an identity number; take it out")]
    assert (revision.current(), FaqVersion.objects.filter(faq__agency__key="kota").count()) == (before, 0)


def test_nothing_is_stored_while_something_is_refused_unless_asked_for(table: Path, editor: User) -> None:
    with pytest.raises(ContentMistakes):
        take_in(table, "kota", Mode.PUBLISHED, editor)
    assert answers() == {"parkir", "wifi"}
    take_in(table, "kota", Mode.PUBLISHED, editor, skip_refused=True)
    assert answers() == {"parkir", "wifi", "motor"}
    version = FaqVersion.objects.get(faq__key="motor")
    assert (version.state, version.source, version.author) == ("published", "table", editor)


def test_drafts_are_not_answered_until_they_are_published(table: Path, editor: User, audited: Audited) -> None:
    take_in(table, "kota", Mode.DRAFTS, editor, skip_refused=True)
    assert answers() == {"parkir", "wifi"}
    assert audited() == [("editor@kota.example", "kota", "faq.import_draft", "motor")]
    publish(Faq.objects.get(key="motor"), 1, editor)
    assert "motor" in answers()


def test_a_draft_from_a_file_does_not_push_aside_what_a_colleague_writes(table: Path, city: Agency, editor: User) -> None:
    create_draft(city, "motor", content("Tulisan rekan."), editor)
    take_in(table, "kota", Mode.DRAFTS, editor, skip_refused=True)
    version = FaqVersion.objects.get(faq__key="motor")
    assert (version.state, version.content["answer"]["id"]) == ("draft", "Tulisan rekan.")


def test_a_change_becomes_a_draft_of_the_faq_that_exists(table: Path, city: Agency, editor: User) -> None:
    faq = create_draft(city, "motor", content("Lama."), editor).faq
    publish(faq, 1, editor)
    plan = preview(table, "kota", Mode.DRAFTS).plans[0]
    assert (plan.outcome, [change.field for change in plan.changes]) == (Outcome.CHANGED, ["answer.id", "variants.ja"])
    take_in(table, "kota", Mode.DRAFTS, editor, skip_refused=True)
    assert agency_view("kota").faq["motor"].answer["id"] == "Lama."
    publish(faq, 2, editor)
    assert agency_view("kota").faq["motor"].answer["id"] == "Di basemen."


def test_what_was_shown_is_what_is_done(table: Path, city: Agency, editor: User) -> None:
    stamp = preview(table, "kota", Mode.PUBLISHED).stamp
    faq = create_draft(city, "motor", content("Sela."), editor).faq
    publish(faq, 1, editor)
    with pytest.raises(PlanChanged):
        take_in(table, "kota", Mode.PUBLISHED, editor, stamp=stamp, skip_refused=True)
    assert agency_view("kota").faq["motor"].answer["id"] == "Sela."
    stamp = preview(table, "kota", Mode.PUBLISHED).stamp
    take_in(table, "kota", Mode.PUBLISHED, editor, stamp=stamp, skip_refused=True)
    assert agency_view("kota").faq["motor"].answer["id"] == "Di basemen."


@pytest.mark.parametrize("ending", ["csv", "xlsx", "yaml"])
def test_every_field_goes_out_and_comes_back_as_it_was(tmp_path: Path, city: Agency, editor: User, ending: str) -> None:
    store_faq(city, FULL)
    path = tmp_path / f"faq.{ending}"
    path.write_bytes(export("kota", ending, merged=False))
    assert outcomes(path) == {"loket": "unchanged"}
    Faq.objects.filter(agency=city).delete()
    assert outcomes(path) == {"loket": "created"}
    take_in(path, "kota", Mode.PUBLISHED, editor)
    assert faq_document(Faq.objects.get(agency=city)) == FULL
    Faq.objects.filter(agency=city).update(quick_replies=[], links=[], valid_to=None)
    FaqVersion.objects.all().delete()
    assert [change.field for change in preview(path, "kota", Mode.DRAFTS).plans[0].changes] == [
        *("quick_replies.id", "links.id", "quick_replies.ja", "links.ja", "valid_to")
    ]


def test_a_draft_of_every_field_is_stored_from_yaml(tmp_path: Path, city: Agency, editor: User) -> None:
    path = tmp_path / "faq.yml"
    path.write_text(yaml_files.one({"faq": [FULL]}), encoding="utf-8")
    take_in(path, "kota", Mode.DRAFTS, editor)
    publish(Faq.objects.get(agency=city), 1, editor)
    assert faq_document(Faq.objects.get(agency=city)) == FULL


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"quick_replies": ("Syarat | akta", "必要 | service:akta")}, "write title | service:key"),
        ({"quick_replies": ("Syarat | service:akta", "")}, "1 in 'id' and 0 in 'ja' quick replies"),
        ({"quick_replies": ("A | faq:wifi", "あ | faq:parkir")}, "quick reply 1 leads to faq:wifi and to faq:parkir"),
        ({"quick_replies": (f"{'x' * 21} | faq:wifi", "あ | faq:wifi")}, "is too long"),
        ({"links": ("Peta", "地図 | https://a.example")}, "write title | https://address"),
        ({"links": ("Peta | http://a.example", "地図 | https://a.example")}, "does not match"),
        ({"valid_from": ("besok", "")}, "'besok' is not a date"),
        ({"valid_from": ("2026-12-02", ""), "valid_to": ("2026-12-01", "")}, "the last day lies before the first"),
        ({"valid_to": ("2026-12-02", "2026-12-03")}, "the last day differs from those in row 2"),
        ({"tags": ("t" * 41, "")}, "at most 40 can be stored"),
    ],
)
def test_a_cell_that_cannot_be_used_refuses_its_faq_with_a_sentence(tmp_path: Path, city: Agency, cells: dict[str, Any], told: str) -> None:
    texts = (["motor", "Q", "A", "id"], ["motor", "問", "答", "ja"])
    lines = [["key", "question", "answer", "language", *cells], *([*row, *(c[n] for c in cells.values())] for n, row in enumerate(texts))]
    path = tmp_path / "faq.csv"
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    plan = preview(path, "kota", Mode.DRAFTS).plans[0]
    assert plan.outcome is Outcome.REFUSED
    assert any(told in message for _, _, message in plan.wrong), plan.wrong


def test_a_column_that_a_table_lacks_leaves_its_field_as_it_is(tmp_path: Path, city: Agency, editor: User) -> None:
    store_faq(city, FULL)
    path = tmp_path / "faq.csv"
    path.write_text("key;question;answer;language\nloket;Jam loket?;Sore.;id\n", encoding="utf-8")
    take_in(path, "kota", Mode.PUBLISHED, editor)
    assert faq_document(Faq.objects.get(agency=city)) == {**FULL, "answer": {**FULL["answer"], "id": "Sore."}}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"valid_to": "2019-02-30"}, "there is no day 2019-02-30"),
        ({"variants": {"id": ["x" * 301]}}, "at most 300 can be stored"),
        ({"answer": {"id": "WA saya 3510011501900001", "ja": "答"}}, "the answer holds an identity number"),
        ({"answer": {"id": "Hanya satu."}}, "'ja'"),
    ],
)
def test_an_entry_of_a_yaml_file_that_cannot_be_used_is_refused(tmp_path: Path, city: Agency, change: dict[str, Any], told: str) -> None:
    path = tmp_path / "faq.yaml"
    other = {"key": "lain", "question": {"id": "Q", "ja": "問"}, "answer": {"id": "A", "ja": "答"}}
    path.write_text(yaml_files.one({"faq": [{**FULL, **change}, other, other]}), encoding="utf-8")
    plans = preview(path, "kota", Mode.DRAFTS).plans
    assert [str(plan.outcome) for plan in plans] == ["refused", "created", "refused"]
    assert told in plans[0].wrong[0][2]
    assert "stands in line" in plans[2].wrong[0][2]


def test_a_file_that_holds_no_faq_is_refused_as_a_whole(tmp_path: Path, table: Path) -> None:
    (tmp_path / "a.yml").write_text("services: []", encoding="utf-8")
    (tmp_path / "b.yml").write_text("faq: [{question: {id: Q}}]", encoding="utf-8")
    for name in ("a.yml", "b.yml", "gone.yml"):
        with pytest.raises(ContentMistakes):
            preview(tmp_path / name, "kota", Mode.DRAFTS)
    with pytest.raises(UnknownAgency):
        preview(table, "entah", Mode.DRAFTS)


def test_a_colleagues_published_change_is_kept_as_a_version(table: Path, city: Agency, editor: User) -> None:
    faq = create_draft(city, "motor", content("Lama."), editor).faq
    publish(faq, 1, editor)
    draft = save_draft(faq, content("Draf."), editor, based_on=1)
    take_in(table, "kota", Mode.PUBLISHED, None, skip_refused=True)
    assert dict(faq.versions.values_list("number", "state")) == {1: "superseded", draft.number: "draft", 3: "published"}
