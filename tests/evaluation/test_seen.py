"""Evaluation messages that the model, or the catalogue, has seen."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.seen import number_seen, training_sentences
from tests.evaluation.builders import expected

EXAMPLES = """version: "3.1"
nlu:
  - intent: ask_fee
    examples: |
      - Biaya KTP berapa?
      - 手数料は？
"""


def test_the_same_sentence_in_other_letters_and_with_other_marks_is_seen(tmp_path: Path) -> None:
    (tmp_path / "ask_fee.yml").write_text(EXAMPLES, encoding="utf-8")
    rows = [expected(text="biaya ktp berapa"), expected(text="biaya kk berapa"), expected(text="手数料は", language="ja")]

    assert number_seen(rows, training_sentences(tmp_path)) == {"id": 1, "ja": 1}


def test_a_language_without_seen_messages_has_none_and_is_not_left_out() -> None:
    assert number_seen([expected()], set()) == {"id": 0}
