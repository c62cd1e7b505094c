"""The citizen sees that an answer is being made, when it takes long."""

from __future__ import annotations

import pytest

from bot.pipeline import typing_sign
from channels.errors import TryLater
from tests.pipeline.fakes import CountingDialogue
from tests.pipeline.platform import ADDRESS, Line, said


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become hundredths."""
    monkeypatch.setattr(typing_sign, "_FIRST_AFTER", 0.01)
    monkeypatch.setattr(typing_sign, "_EVERY", 0.04)


async def test_the_sign_is_shown_again_and_again_while_an_answer_is_made(line: Line) -> None:
    line.dialogue = CountingDialogue(line.redis, seconds=1.0)
    assert await line.ask(said("Halo")) == ["1: Halo"]
    assert len(line.platform.typed) > 2
    assert set(line.platform.typed) == {ADDRESS}


async def test_no_sign_is_shown_for_an_answer_that_is_there_at_once(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_sign, "_FIRST_AFTER", 30.0)
    await line.ask(said("Halo"))
    assert line.platform.typed == []


@pytest.mark.parametrize("error", [TryLater("429", "Too many requests."), RuntimeError("no contract foresees this")])
async def test_a_sign_that_cannot_be_shown_harms_no_message(line: Line, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    line.platform.typing_error = error
    line.dialogue = CountingDialogue(line.redis, seconds=0.3)
    assert await line.ask(said("Halo")) == ["1: Halo"]
    assert line.platform.typed == [ADDRESS]
    assert "foresees" not in caplog.text


async def test_nobody_is_shown_a_sign_who_gets_no_answer(line: Line) -> None:
    line.dialogue = CountingDialogue(line.redis, seconds=0.1)
    await line.ask(said(kind="stop"))
    line.platform.typed.clear()
    await line.ask(said("Halo"))
    assert line.platform.typed == []
