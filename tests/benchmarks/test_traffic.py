"""What the citizens of a measurement write."""

from __future__ import annotations

from collections import Counter

from benchmarks.channels.traffic import Message, Texts, Traffic
from bot.nlu.normalise import normalise

RATE, SECONDS = 60.0, 20.0


def written(*, repeats: bool) -> list[Message]:
    """The messages of one step."""
    return Traffic().messages(RATE, SECONDS, repeats=repeats, spaced_out=False, texts=Texts())


def test_no_text_comes_twice_when_all_are_to_be_new() -> None:
    texts = [normalise(message.text) for message in written(repeats=False)]
    assert len(set(texts)) == len(texts)


def test_every_message_comes_from_a_chat_of_its_own_over_several_steps() -> None:
    traffic, texts = Traffic(), Texts()
    steps = [traffic.messages(RATE, SECONDS, repeats=True, spaced_out=False, texts=texts) for _ in range(2)]
    chats = [message.chat for step in steps for message in step]
    assert len(set(chats)) == len(chats)


def test_about_the_stated_share_repeats_popular_questions() -> None:
    messages = written(repeats=True)
    counts = Counter(message.text for message in messages)
    share = sum(number for number in counts.values() if number > 1) / len(messages)
    assert 0.5 < share < 0.65


def test_both_channels_have_half_each_and_the_rate_is_met() -> None:
    messages = written(repeats=False)
    assert 0.9 < len(messages) / (RATE * SECONDS) < 1.1
    assert 0.45 < sum(message.channel == "telegram" for message in messages) / len(messages) < 0.55


def test_the_same_texts_come_at_the_same_moments_for_every_system() -> None:
    assert [(m.text, m.after) for m in written(repeats=True)] == [(m.text, m.after) for m in written(repeats=True)]
