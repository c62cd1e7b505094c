"""A question tried on a release: who sees it, how far it is, and what both models make of it, side by side."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bot.catalogue.models import Agency
from bot.environment import environment
from bot.faq.store import store_faq
from bot.ops.local_actions import free_port
from bot.pipeline import keys
from bot.pipeline.connection import async_client, close_async_clients, impatient_sync_client
from bot.releases import trials
from bot.releases.models import Release
from bot.staff.permissions import Role
from tests.console.people import browser_of, person
from tests.pipeline.conftest import own_redis, valkey_server
from tests.releases.made import made_release

__all__ = ["own_redis", "valkey_server"]
NIK = "3510" + "0101" + "9000" + "0001"


@pytest.fixture
def release(city: Agency) -> Release:
    """A release that does not answer yet."""
    return made_release()


@pytest.fixture
def reviewer(city: Agency) -> Client:
    """A browser of a reviewer."""
    return browser_of(person(Role.REVIEWER, of=city))


def asked(browser: Client, city: Agency, release: Release, question: str = "Berapa biaya KTP?") -> Any:
    """The answer to the form, a redirection where the question was taken."""
    return browser.post(reverse("console:training-try", args=[city.key, release.number]), {"question": question})


def process(**changes: Any) -> None:
    """What the process does with the next question."""

    async def work() -> None:
        try:
            trial = await trials.take(async_client("blocking"), 1)
            assert trial is not None
            await trials.show(async_client(), trial, **changes)
        finally:
            await close_async_clients()

    impatient_sync_client().set(keys.release_trier(), "test", ex=30)
    asyncio.run(work())


def made(decision: str = "answer", **changes: Any) -> dict[str, Any]:
    """What a model makes of a question."""
    said = {"decision": decision, "kind": "faq", "services": [], "facets": [], "faq": "parkir", "answer": "", "intent": "faq"}
    return {
        **said,
        "confidence": 0.87,
        "near": [["faq", "parkir", 0.9], ["faq", "wifi", 0.31]],
        "replies": ["Di belakang gedung."],
        **changes,
    }


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_asks_until_both_have_answered_and_shows_them_side_by_side(city: Agency, release: Release, reviewer: Client) -> None:
    for key in ("parkir", "wifi"):
        store_faq(city, {"key": key, "question": {"id": f"Soal {key}?", "ja": key}, "answer": {"id": "Ada.", "ja": "あり"}})
    where = asked(reviewer, city, release)["Location"]
    assert "Your question waits to be taken." in text(reviewer.get(where))
    process(stage="loading")
    part = text(reviewer.get(where, headers={"HX-Request": "true"}))
    assert 'hx-trigger="every 1s"' in part
    assert "The release is being loaded." in part
    assert "<html" not in part

    where = asked(reviewer, city, release)["Location"]
    process(stage="done", before=made("refuse", faq=None, replies=["Maaf."]), after=made())
    shown = text(reviewer.get(where))
    assert "They decide differently." in shown
    assert shown.index("The original model") < shown.index("Maaf.") < shown.index("Di belakang gedung.")
    assert "(87% sure)" in shown
    assert "Soal wifi?" in shown.split("Next candidates")[-1]
    assert "every 1s" not in shown


def test_it_says_when_both_decide_the_same_and_names_the_one_that_was_compared(city: Agency, release: Release, reviewer: Client) -> None:
    where = asked(reviewer, city, release)["Location"]
    process(stage="done", before=made(confidence=0.5), after=made(), compared_with=7)
    shown = text(reviewer.get(where))
    assert "Both decide the same." in shown
    assert "<h3>Release 7</h3>" in shown


def test_nothing_stands_beside_the_release_that_answers(city: Agency, release: Release, reviewer: Client) -> None:
    where = asked(reviewer, city, release)["Location"]
    process(stage="done", after=made())
    shown = text(reviewer.get(where))
    assert "There is nothing to compare with." in shown
    assert "Di belakang gedung." in shown


def test_a_question_is_the_own_one_of_who_asked_it(city: Agency, release: Release, reviewer: Client) -> None:
    where = asked(reviewer, city, release)["Location"]
    assert reviewer.get(where).status_code == 200
    assert browser_of(person(Role.REVIEWER, of=city)).get(where).status_code == 404
    other = reverse("console:training-trial", args=[city.key, made_release().number, where.rsplit("/", 1)[-1]])
    assert reviewer.get(other).status_code == 404


def test_a_persons_number_is_taken_out_before_anything_keeps_it(city: Agency, release: Release, reviewer: Client) -> None:
    where = asked(reviewer, city, release, f"NIK saya {NIK}, bisa cetak KTP?")["Location"]
    assert NIK not in text(reviewer.get(where))
    assert NIK not in (impatient_sync_client().get(keys.release_trial(where.rsplit("/", 1)[-1])) or "")


def test_an_eleventh_question_at_a_time_is_refused_in_words(city: Agency, release: Release, reviewer: Client) -> None:
    for _ in range(trials.MOST_WAITING):
        assert asked(reviewer, city, release).status_code == 302
    assert "Too many questions are being tried" in text(asked(reviewer, city, release))


def test_a_release_without_its_files_says_so(city: Agency, release: Release, reviewer: Client) -> None:
    where = asked(reviewer, city, release)["Location"]
    process(stage="failed", why="no_files")
    assert "The files of release 1 are no longer kept." in text(reviewer.get(where))


def test_a_trial_whose_process_is_gone_says_so(city: Agency, release: Release, reviewer: Client) -> None:
    where = asked(reviewer, city, release)["Location"]
    process(stage="answering")
    assert "The question is being asked." in text(reviewer.get(where))
    impatient_sync_client().delete(keys.release_trier())
    assert "The trial was broken off" in text(reviewer.get(where))


def test_a_question_that_nobody_takes_names_what_does_not_run(
    city: Agency, release: Release, reviewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = asked(reviewer, city, release)["Location"]
    now = time.time()
    monkeypatch.setattr("bot.releases.trials.time.time", lambda: now + 120)
    assert "the part of the program that also trains does not run" in text(reviewer.get(where))


def test_without_redis_the_form_says_to_try_again(
    city: Agency, release: Release, reviewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    environment.cache_clear()
    impatient_sync_client.cache_clear()
    assert "No question can be tried at this moment." in text(asked(reviewer, city, release))


def test_an_empty_question_is_told_beside_the_field(city: Agency, release: Release, reviewer: Client) -> None:
    answer = asked(reviewer, city, release, "  ")
    assert answer.status_code == 200
    assert 'class="error"' in text(answer)
