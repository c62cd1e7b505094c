"""FAQ out as a file and in again: the dry run, what is refused, and who may publish."""

from __future__ import annotations

import re
import zoneinfo
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from bot.catalogue.models import Agency
from bot.faq.exchange.upload import MOST_BYTES
from bot.faq.models import Faq, FaqUpload
from bot.faq.workflow import create_draft
from tests.console.faq.conftest import ROOT, content, published, text_of

HEAD = "key,question,answer,language,variants\n"
MOTOR = "motor,Di mana parkir motor?,Di basemen.,id,parkir motor\nmotor,バイクの駐車場は,地下です。,ja,バイク\n"


def _upload(client: Client, text: str | bytes, mode: str = "drafts", name: str = "faq.csv") -> Any:
    raw = text.encode() if isinstance(text, str) else text
    return client.post(f"{ROOT}import", {"file": SimpleUploadedFile(name, raw), "mode": mode}, follow=True)


def _apply(client: Client, page: Any, **fields: str) -> Any:
    address = page.redirect_chain[-1][0]
    return client.post(address, {"stamp": page.context["stamp"], **fields}, follow=True)


def test_a_dry_run_tells_entry_by_entry_and_changes_nothing(editor: Client, city: Agency) -> None:
    published(city, "lama")
    lama = "lama,Di mana parkir motor?,Di lantai dua.,id,\nlama,バイクの駐車場は,地下です。,ja,\n"
    page = _upload(editor, HEAD + MOTOR + lama + "salah,Apa?,,id,\n")
    assert [count for _, count in page.context["counts"]] == [1, 1, 1, 0]
    text = text_of(page)
    assert "Row 6, Answer: the answer is empty" in text
    # What changed is shown word for word, and only that is marked.
    html = page.content.decode()
    assert re.search(r"<ins>[^<]*<span[^>]*>[^<]*</span>[^<]*lantai dua", html)
    assert not Faq.objects.filter(key="motor").exists()


def test_drafts_are_taken_in_by_an_editor(editor: Client) -> None:
    done = _apply(editor, _upload(editor, HEAD + MOTOR))
    assert "1 entry is taken in." in text_of(done)
    faq = Faq.objects.get(agency__key="kota", key="motor")
    assert faq.inherits
    assert faq.versions.get().state == "draft"
    assert not FaqUpload.objects.exists()


def test_only_who_may_publish_can_take_in_published_answers(editor: Client, reviewer: Client) -> None:
    assert "Select a valid choice" in text_of(_upload(editor, HEAD + MOTOR, "published"))
    page = _upload(reviewer, HEAD + MOTOR, "published")
    editor.post(page.redirect_chain[-1][0], {"stamp": page.context["stamp"]})
    assert not Faq.objects.filter(key="motor").exists()
    _apply(reviewer, page)
    assert Faq.objects.get(key="motor").published


def test_nothing_is_taken_in_while_something_is_refused_unless_it_is_left_out(editor: Client) -> None:
    page = _upload(editor, HEAD + MOTOR + "salah,Apa?,,id,\n")
    assert "Nothing was taken in" in text_of(_apply(editor, page))
    assert not Faq.objects.filter(key="motor").exists()
    _apply(editor, page, skip="1")
    assert Faq.objects.filter(key="motor").exists()


def test_a_plan_that_has_changed_meanwhile_is_shown_again(editor: Client, city: Agency) -> None:
    page = _upload(editor, HEAD + MOTOR)
    create_draft(city, "motor", content(), None)
    text = text_of(_apply(editor, page))
    assert "Something was changed in the meantime." in text
    assert "there is an open draft of it that says something else" in text


@pytest.mark.parametrize(("choice", "answer", "told"), [("keep", "Di halaman.", "0 entries"), ("give_up", "Di basemen.", "1 entry is")])
def test_a_file_of_drafts_asks_what_is_to_become_of_a_draft_that_is_open(
    editor: Client, city: Agency, choice: str, answer: str, told: str
) -> None:
    begun = create_draft(city, "motor", content("Di halaman."), None)
    page = _upload(editor, HEAD + MOTOR)
    assert "Of 1 entry there is an open draft that says something else." in text_of(page)
    assert told in text_of(_apply(editor, page, drafts=choice))
    versions = begun.faq.versions.order_by("number")
    assert versions.get(state="draft").content["answer"]["id"] == answer
    # What a colleague wrote stays among the versions, and whoever has the page open is shown both texts.
    assert versions.get(number=1).content["answer"]["id"] == "Di halaman."
    assert _upload(editor, HEAD + MOTOR).context["held"] == (1 if choice == "keep" else 0)


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("faq.pdf", b"x", "must end in .csv, .xlsx, .yml or .yaml"),
        ("faq.csv", b"", "The submitted file is empty"),
        ("faq.csv", b"a" * (MOST_BYTES + 1), "at most 5 megabytes can be taken"),
        ("faq.csv", b"key,language\n", "the column &#x27;question&#x27; is missing"),
        ("faq.xlsx", b"no workbook", "The file cannot be used"),
        ("faq.yml", b"faq: [", "The file cannot be used"),
        ("faq.yml", b"faq:\n  - key: \x07", "not valid YAML"),
        ("faq.yml", b"- key: motor", "must begin with \u201cfaq:\u201d"),
        ("faq.yml", b"key: motor", "must begin with \u201cfaq:\u201d"),
        ("../../faq.csv", HEAD.encode(), "There is nothing to take in."),
    ],
    ids=["pdf", "empty", "large", "headers", "xlsx", "yaml", "control character", "list", "no entries", "path"],
)
def test_a_file_that_cannot_be_used_is_told_in_words(editor: Client, name: str, raw: bytes, words: str) -> None:
    assert words in text_of(_upload(editor, raw, name=name))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "yaml"])
def test_what_was_exported_comes_back_unchanged(editor: Client, city: Agency, kind: str) -> None:
    published(city, tags=["motor"])
    exported: Any = editor.get(f"{ROOT}export", {"format": kind})
    name = exported["Content-Disposition"].split('"')[1]
    page = _upload(editor, exported.content, name=name)
    assert [count for _, count in page.context["counts"]] == [0, 0, 0, 1]


def test_the_merged_export_holds_what_is_inherited(editor: Client) -> None:
    assert "parkir" not in editor.get(f"{ROOT}export", {"format": "csv"}).content.decode()
    assert "parkir" in editor.get(f"{ROOT}export", {"format": "csv", "merged": "1"}).content.decode()
    assert editor.get(f"{ROOT}export", {"format": "exe"}).status_code == 404


def test_a_long_plan_is_paged(editor: Client) -> None:
    rows = "".join(MOTOR.replace("motor,", f"motor-{n:02d},").replace("parkir motor", f"motor {n}") for n in range(60))
    page = _upload(editor, HEAD + rows)
    assert len(page.context["rows"]) == 50
    assert "Page 1 of 2" in text_of(page)


@pytest.mark.parametrize(("language", "words"), [("id", "jawabannya kosong"), ("ja", "回答が空です")])
def test_the_sentences_are_said_in_the_readers_language(editor: Client, language: str, words: str) -> None:
    editor.cookies["staff-language"] = language
    assert words in text_of(_upload(editor, HEAD + "salah,Apa?,,id,\n"))
    translation.deactivate()


@pytest.mark.parametrize(
    ("fields", "indonesian", "japanese"),
    [
        ("[", "bukan YAML yang benar", "YAMLとして正しくありません"),
        ("question: {id: A, ja: B}, jawab: E", "tidak ada; yang dikenal", "という項目はありません"),
        ("question: {id: 5, ja: B}", "5 seharusnya sebuah teks", "5は、文字でなければなりません"),
        ("question: {id: '', ja: B}", "tidak boleh kosong", "空にはできません"),
    ],
    ids=["yaml", "field", "type", "empty"],
)
def test_what_the_schema_finds_is_told_in_the_readers_language(editor: Client, fields: str, indonesian: str, japanese: str) -> None:
    raw = f"faq: [{{key: lain, answer: {{id: C, ja: D}}, {fields}}}]".encode()
    for language, words in (("id", indonesian), ("ja", japanese)):
        editor.cookies["staff-language"] = language
        assert words in text_of(_upload(editor, raw, name="faq.yml"))
    translation.deactivate()


def test_a_draft_that_says_what_is_published_from_a_file_is_done_with(reviewer: Client) -> None:
    _apply(reviewer, _upload(reviewer, HEAD + MOTOR))
    page = _upload(reviewer, HEAD + MOTOR, "published")
    assert page.context["held"] == 0
    _apply(reviewer, page)
    states = list(Faq.objects.get(agency__key="kota", key="motor").versions.order_by("number").values_list("state", flat=True))
    assert states == ["superseded", "published"]


@pytest.mark.parametrize(("choice", "left"), [("keep", "draft"), ("give_up", "superseded")])
def test_who_publishes_a_file_is_told_of_drafts_that_say_something_else(reviewer: Client, city: Agency, choice: str, left: str) -> None:
    create_draft(city, "motor", content("Di halaman belakang."), None)
    page = _upload(reviewer, HEAD + MOTOR, "published")
    assert "there is an open draft of it that says something else" in text_of(page)
    assert "Of 1 entry there is an open draft that says something else." in text_of(page)
    _apply(reviewer, page, drafts=choice)
    states = list(Faq.objects.get(agency__key="kota", key="motor").versions.order_by("number").values_list("state", flat=True))
    assert states == [left, "published"]


def test_an_export_is_named_by_what_it_holds_whose_it_is_and_the_day(editor: Client) -> None:
    day = timezone.now().astimezone(zoneinfo.ZoneInfo("Asia/Jakarta")).date()
    names = {
        address: editor.get(f"/console/kota/{address}")["Content-Disposition"].split('"')[1]
        for address in ("faq/export?format=csv", "faq/export?format=csv&merged=1", "catalogue/export?format=csv")
    }
    assert list(names.values()) == [f"faq-kota-{day}.csv", f"faq-with-inherited-kota-{day}.csv", f"services-kota-{day}.csv"]


def test_a_file_without_entries_says_so(editor: Client) -> None:
    page = _upload(editor, b"key,question,answer,language\n").content.decode()
    assert "There are no entries in this file." in page
    assert "There is nothing to take in." in page
    assert "They become drafts" not in page
    assert "<table" not in page
