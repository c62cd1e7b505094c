"""The examples of staff go into a training, except those that would break it or spoil the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.catalogue.models import Agency
from bot.environment import environment
from bot.questions.models import TrainingExample
from bot.releases.data import Assembled, assemble
from bot.releases.examples import Example, examples_of
from bot.releases.schedule import has_changed
from tests.console.people import agency
from tests.releases.made import made_release

NLU = """\
version: "3.1"
nlu:
- intent: ask_fee
  examples: |
    - biayanya?
    - gratis kah
- intent: out_of_scope
  examples: |
    - siapa presiden
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three examples, and one message to test with."""
    folder = tmp_path / "data"
    (folder / "nlu" / "id").mkdir(parents=True)
    (folder / "evaluation").mkdir()
    (folder / "nlu" / "id" / "all.yml").write_text(NLU, encoding="utf-8")
    (folder / "rules.yml").write_text('version: "3.1"\nrules: []\n', encoding="utf-8")
    (folder / "evaluation" / "test.id.jsonl").write_text('{"text": "Cuaca besok bagaimana?"}\n', encoding="utf-8")
    (folder / "evaluation" / "dialogues.id.jsonl").write_text('{"turns": [{"text": "skor bola"}]}\n', encoding="utf-8")
    monkeypatch.setenv("TRAINING_DATA", str(folder))
    environment.cache_clear()
    yield folder
    monkeypatch.undo()
    environment.cache_clear()


def given(of: Agency, *texts: str, intent: str = "out_of_scope") -> None:
    """Examples of that agency's staff."""
    for text in texts:
        TrainingExample.objects.create(agency=of, language="id", text=text, intent=intent)


def assembled(tmp_path: Path) -> Assembled:
    """What a training would learn from now."""
    return assemble(tmp_path / "project")


def test_they_stand_beside_the_files_with_their_intent(city: Agency, data: Path, tmp_path: Path) -> None:
    given(city, "resep rendang", "zodiak hari ini")
    made = assembled(tmp_path)
    assert Example("out_of_scope", "resep rendang", city.key) in made.examples
    assert Example("ask_fee", "biayanya?", "") in made.examples
    assert (made.staff, len(made.examples)) == (2, 5)
    assert (made.root / "config.yml").is_file()
    assert not (made.root / "data" / "evaluation").exists()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a: b # c", "a: b # c"),
        ("- daftar [satu](dua) {tiga}", "daftar (satu)(dua) (tiga)"),
        ("baris\nsatu\t\x07dua", "baris satu dua"),
        ('\'kutip "dua"\\n', '\'kutip "dua" n'),
        ("/restart sekarang", "restart sekarang"),
        ("|\u2028> %TAG", "| > %TAG"),
    ],
)
def test_what_would_break_a_file_or_mean_something_to_rasa_is_plain_text(
    city: Agency, data: Path, tmp_path: Path, written: str, read: str
) -> None:
    given(city, written)
    made = assembled(tmp_path)
    stored = examples_of(made.root / "data" / "nlu" / "staff")
    assert stored == {Example("out_of_scope", read, city.key)}


def test_a_sentence_of_the_evaluation_is_left_out_however_it_is_written(city: Agency, data: Path, tmp_path: Path) -> None:
    given(city, "cuaca besok bagaimana", "SKOR BOLA!", "lain")
    made = assembled(tmp_path)
    assert (made.staff, made.left_out["tested"]) == (1, 2)


def test_what_is_known_contradicts_or_has_no_intent_of_ours_is_left_out(city: Agency, data: Path, tmp_path: Path) -> None:
    given(city, "siapa presiden", "gratis kah", "???")
    given(city, "apa saja", intent="no_such_intent")
    made = assembled(tmp_path)
    assert made.staff == 0
    assert made.left_out == {"tested": 0, "known": 1, "unknown_intent": 1, "contradicting": 1, "empty": 1}


def test_of_two_agencies_that_contradict_each_other_the_newer_holds(city: Agency, data: Path, tmp_path: Path) -> None:
    given(city, "bayar parkir")
    given(agency("kota-lain"), "bayar parkir", intent="ask_fee")
    made = assembled(tmp_path)
    assert Example("ask_fee", "bayar parkir", "kota-lain") in made.examples
    assert made.left_out["contradicting"] == 1


def test_the_same_data_has_the_same_checksum_and_a_change_another(city: Agency, data: Path, tmp_path: Path) -> None:
    first, second = assemble(tmp_path / "a"), assemble(tmp_path / "b")
    assert first.digest == second.digest
    given(city, "resep rendang")
    assert assemble(tmp_path / "c").digest != first.digest


def test_the_schedule_trains_only_for_something_new(city: Agency, data: Path, tmp_path: Path) -> None:
    assert not has_changed(), "nobody has added anything to what the model of the files knows"
    given(city, "resep rendang")
    assert has_changed()
    made_release(data_sha256=assembled(tmp_path).digest)
    assert not has_changed()
    given(city, "zodiak hari ini")
    assert has_changed()
