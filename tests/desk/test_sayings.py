"""What somebody who waits for a person says, in a few words."""

from __future__ import annotations

import pytest

from bot.desk.citizen.sayings import asks_for_place


@pytest.mark.parametrize(
    "text",
    [
        "halo? berapa lama?",
        "halo min, berapa lama ya",
        "kok lama ya",
        "lama banget sih",
        "suwe nunggune rek, kok suwe nunggu",
        "masih lama?",
        "まだですか",
        "もしもし、まだ？",
        "遅いです",
    ],
)
def test_how_long_still_is_asked_in_many_ways(text: str) -> None:
    assert asks_for_place(text)


@pytest.mark.parametrize(
    "text", ["berapa lama?", "berapa lama bikin ktp", "lama prosesnya berapa hari", "まだ届いていません", "halo", "遅い時間でもいい？"]
)
def test_a_question_about_a_service_is_not_one_about_the_queue(text: str) -> None:
    assert not asks_for_place(text)
