"""`manage.py ask`: JSON lines in, one JSON line each out, through the real model and the real actions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.environment import ROOT

pytestmark = pytest.mark.slow

LINES: list[str] = [
    json.dumps({"id": "a", "text": "syarat bikin KTP yang hilang apa aja ya min?"}),
    json.dumps({"id": "b", "text": "住民票の写しはいくらですか", "agency": "fukuoka"}, ensure_ascii=False),
    "",
    json.dumps({"id": "c", "text": "biaya SKCK berapa?", "conversation": "x"}),
    json.dumps({"id": "d", "text": "syaratnya?", "conversation": "x"}),
    json.dumps({"id": "e", "text": "syaratnya?"}),
    json.dumps({"id": "f", "text": "syaratnya?", "conversation": "x", "agency": "indonesia"}),
    json.dumps({"id": 7, "text": "siapa presiden indonesia?"}),
    json.dumps({"text": "halo"}),
    "{not json",
    json.dumps(["a", "list"]),
    json.dumps({"id": "g"}),
    json.dumps({"id": "h", "text": 5}),
    json.dumps({"id": "i", "text": "halo", "agency": "entah"}),
    json.dumps({"id": "j", "text": "biayanya?", "conversation": "x", "agency": None}),
    json.dumps({"id": "k", "text": "ok" * 10_000}),
    json.dumps({"id": "l", "text": "/restart", "conversation": 0}),
    json.dumps({"id": "m", "text": "makasih", "conversation": 0, "unknown": True}),
    json.dumps({"id": "n", "text": "Apa itu NIK?"}),
]
SCHEMA = {
    *("id", "language", "kind", "intent", "confidence", "services", "facets", "faq"),
    *("faq_score", "faq_candidates", "decision", "replies", "ms"),
}
KINDS = {
    *(
        "service",
        "faq",
        "life_event",
        "list",
        "handoff",
        "complaint",
        "illegal_fee",
        "booking",
        "status",
        "language",
        "privacy",
        "feedback",
    ),
    *("smalltalk", "oos"),
}


def ask(state: Path, text: str, agency: str = "banyuwangi") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "ask", "--agency", agency],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(state)},
        input=text,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory, seed_file: Path) -> Path:
    """A folder for STATE_DIR with the seed content."""
    folder = tmp_path_factory.mktemp("ask")
    (folder / "assistant.sqlite3").write_bytes(seed_file.read_bytes())
    return folder


@pytest.fixture(scope="module")
def asked(state: Path, trained_model: Path) -> subprocess.CompletedProcess[str]:
    """One run for all the tests: loading takes longer than answering."""
    return ask(state, "\n".join(LINES) + "\n")


@pytest.fixture(scope="module")
def results(asked: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert asked.stdout.strip(), asked.stderr
    return [json.loads(line) for line in asked.stdout.splitlines()]


@pytest.fixture(scope="module")
def answers(results: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    return {result["id"]: result for result in results if "error" not in result}


def test_every_line_that_is_not_empty_gets_one_line_in_the_same_order(results: list[dict[str, Any]]) -> None:
    assert [result["id"] for result in results if "error" not in result] == ["a", "b", "c", "d", "e", "f", 7, None, "j", "k", "l", "m", "n"]
    assert len(results) == len([line for line in LINES if line])


def test_each_answer_has_exactly_the_fields_of_the_schema(answers: dict[Any, dict[str, Any]]) -> None:
    for answer in answers.values():
        assert set(answer) == SCHEMA
        assert answer["language"] in {"id", "ja"}
        assert answer["kind"] in KINDS
        assert isinstance(answer["intent"], str)
        assert 0 <= answer["confidence"] <= 1
        assert answer["decision"] in {"answer", "choices", "ask_back", "smalltalk", "form", "handoff", "refuse"}
        assert isinstance(answer["facets"], list)
        assert answer["faq"] is None or isinstance(answer["faq"], str)
        assert (answer["faq_score"] is None) == (answer["faq"] is None)
        assert answer["ms"] > 0
        for candidate in (*answer["services"], *answer["faq_candidates"]):
            assert set(candidate) == {"key", "score"}
            assert 0 <= candidate["score"] <= 1
        assert len(answer["replies"]) == 1
        for reply in answer["replies"]:
            assert set(reply) == {"text", "quick_replies"}
            assert reply["text"].strip()
            assert all(set(choice) == {"title"} and choice["title"] for choice in reply["quick_replies"])


def test_the_two_questions_of_the_issue_are_answered(answers: dict[Any, dict[str, Any]]) -> None:
    assert answers["a"]["services"][0]["key"] == "ktp-el-hilang-rusak"
    assert answers["a"]["facets"] == ["requirements"]
    assert "Surat keterangan kehilangan" in answers["a"]["replies"][0]["text"]
    assert answers["b"]["language"] == "ja"
    assert answers["b"]["services"][0]["key"] == "juminhyo"
    assert answers["b"]["facets"] == ["fee"]


def test_an_faq_is_shown_with_its_score_and_the_next_four(answers: dict[Any, dict[str, Any]]) -> None:
    answer = answers["n"]
    candidates = answer["faq_candidates"]
    assert (answer["kind"], answer["faq"]) == ("faq", "apa-itu-nik")
    assert candidates[0] == {"key": answer["faq"], "score": answer["faq_score"]}
    assert len({candidate["key"] for candidate in candidates}) == 5
    scores = [candidate["score"] for candidate in candidates]
    assert scores == sorted(scores, reverse=True)


def test_the_nearest_faq_are_shown_also_where_none_was_chosen(answers: dict[Any, dict[str, Any]]) -> None:
    assert answers["a"]["faq"] is None
    assert len(answers["a"]["faq_candidates"]) == 5


def test_lines_of_one_conversation_know_of_each_other(answers: dict[Any, dict[str, Any]]) -> None:
    assert answers["c"]["services"][0]["key"] == "skck"
    assert answers["d"]["services"][0]["key"] == "skck"
    assert answers["d"]["facets"] == ["requirements"]
    assert answers["j"]["services"][0]["key"] == "skck"
    assert answers["j"]["facets"] == ["fee"]


def test_lines_without_a_conversation_know_nothing(answers: dict[Any, dict[str, Any]]) -> None:
    assert answers["e"]["decision"] == "ask_back"


def test_the_same_conversation_at_another_agency_is_another(answers: dict[Any, dict[str, Any]]) -> None:
    assert answers["f"]["decision"] == "ask_back"


def test_what_is_out_of_scope_is_refused(answers: dict[Any, dict[str, Any]]) -> None:
    assert (answers[7]["kind"], answers[7]["decision"], answers[7]["services"]) == ("oos", "refuse", [])


def test_a_line_that_cannot_be_read_gets_an_error_with_its_number_and_the_run_ends_with_1(
    asked: subprocess.CompletedProcess[str], results: list[dict[str, Any]]
) -> None:
    errors = [result for result in results if "error" in result]
    assert [set(error) for error in errors] == [{"id", "error"}] * 5
    assert [error["error"].split(":")[0] for error in errors] == ["line 10", "line 11", "line 12", "line 13", "line 14"]
    assert "not a JSON object" in errors[1]["error"]
    assert '"text" is missing' in errors[2]["error"]
    assert '"text" is missing' in errors[3]["error"]
    assert "there is no agency 'entah'" in errors[4]["error"]
    assert asked.returncode == 1
    assert "5 line(s) could not be read" in asked.stderr


def test_an_error_carries_the_id_of_its_line(results: list[dict[str, Any]]) -> None:
    errors = [result for result in results if "error" in result]
    assert [error["id"] for error in errors] == [None, None, "g", "h", "i"]


def test_standard_output_holds_nothing_but_the_answers(asked: subprocess.CompletedProcess[str]) -> None:
    for line in asked.stdout.splitlines():
        assert isinstance(json.loads(line), dict)
    assert "\\u" not in asked.stdout


def test_an_unknown_agency_is_refused_in_a_sentence_before_anything_is_loaded(state: Path) -> None:
    done = ask(state, '{"text": "halo"}\n', agency="entah")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "There is no agency 'entah'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_agency_must_be_named(state: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "ask"],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--agency" in done.stderr
