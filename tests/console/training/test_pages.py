"""Trainings and releases as staff see them, in plain words, and each agency's questions for its own people alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.environment import environment
from bot.ops.local_actions import free_port
from bot.pipeline.connection import impatient_sync_client
from bot.questions.models import TrainingExample
from bot.releases import activation, queue, retention
from bot.releases.active import active
from bot.releases.models import Activation, ActiveRelease, Release, ReleaseSettings, TrainingRun
from bot.releases.run_handle import RunHandle
from bot.staff.permissions import Role
from tests.console.people import agency, browser_of, person
from tests.questions.stored import message
from tests.releases.made import FIGURES, acting, differing, made_release


def page(browser: Client, name: str, city: Agency, *arguments: Any) -> str:
    answer = browser.get(reverse(f"console:{name}", args=[city.key, *arguments]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def send(browser: Client, name: str, city: Agency, *arguments: Any, **data: str) -> Any:
    return browser.post(reverse(f"console:{name}", args=[city.key, *arguments]), data, follow=True)


@pytest.fixture(autouse=True)
def no_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No Redis that this machine may have is asked for its workers."""
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    environment.cache_clear()
    impatient_sync_client.cache_clear()
    yield
    monkeypatch.undo()
    environment.cache_clear()
    impatient_sync_client.cache_clear()


@pytest.fixture
def reviewer(city: Agency) -> Client:
    """A browser of a reviewer."""
    return browser_of(person(Role.REVIEWER, of=city))


def test_a_box_to_tick_is_not_called_optional(city: Agency) -> None:
    shown = page(browser_of(person(Role.ADMINISTRATOR, of=city)), "training-settings", city)
    assert re.search(r'<label for="id_scheduled">Train by itself</label>', shown)


def test_without_an_example_of_staff_a_training_is_said_to_change_nothing(city: Agency, reviewer: Client) -> None:
    assert "Staff have added no example yet" in page(reviewer, "training", city)


@pytest.mark.parametrize(("refused", "word"), [(76, "about the same"), (74, "worse")])
def test_one_question_among_few_makes_no_difference(refused: int, word: str, city: Agency, reviewer: Client) -> None:
    now = {**FIGURES, "out_of_scope": 87, "out_of_scope_recall": refused / 87}
    release = made_release(evaluation={"id": now}, evaluation_before={"id": {**now, "out_of_scope_recall": 77 / 87}})
    shown = page(reviewer, "training-release", city, release.number)
    row = shown.split("Off-topic questions refused")[1].split("</tr>")[0]
    assert f">{word}</span>" in row


def test_an_empty_page_teaches_what_comes_here(city: Agency, reviewer: Client) -> None:
    TrainingExample.objects.create(agency=city, language="id", text="resep rendang", intent="out_of_scope")
    shown = page(reviewer, "training", city)
    assert "There is no release yet" in shown
    assert "The original model" in shown
    assert "1 example was added by staff since the last training." in shown
    assert "No worker is running." in shown


def test_a_button_puts_a_training_into_the_queue_and_shows_how_it_comes_on(city: Agency, reviewer: Client) -> None:
    answer = send(reviewer, "training-start", city, note="paspor")
    run = TrainingRun.objects.get()
    assert answer.redirect_chain == [(reverse("console:training-run", args=[city.key, run.pk]), 302)]
    assert 'hx-trigger="every 2s"' in answer.content.decode()
    again = send(reviewer, "training-start", city)
    assert "Your training is waiting already." in again.content.decode()
    begun = queue.begin_next()
    assert begun is not None
    handle = RunHandle(begun)
    handle.note("collected", examples=2101, staff=3, left_out=1)
    handle.show(0.42, "intents")
    handle.write()
    shown = page(reviewer, "training-run-progress", city, run.pk)
    assert '<progress aria-label="How far it is" max="100" value="42">' in shown
    assert "2101 examples were collected (of these from staff: 3; left out: 1)" in shown
    assert "Learning what citizens want" in shown
    queue.fail(begun, "killed", "-9")
    shown = page(reviewer, "training-run-progress", city, run.pk)
    assert "The machine ran out of memory" in shown
    assert "every 2s" not in shown


def test_a_training_is_cancelled_from_its_page(city: Agency, reviewer: Client) -> None:
    send(reviewer, "training-start", city)
    run = TrainingRun.objects.get()
    assert "is being cancelled" in send(reviewer, "training-run-cancel", city, run.pk).content.decode()
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert "the training goes on" not in page(reviewer, "training-run", city, run.pk)
    assert "has ended already" in send(reviewer, "training-run-cancel", city, run.pk).content.decode()


def test_what_has_ended_can_no_longer_be_cancelled(city: Agency, reviewer: Client) -> None:
    send(reviewer, "training-start", city)
    run = queue.begin_next()
    assert run is not None
    address = reverse("console:training-run-progress", args=[city.key, run.pk])
    part = {"HX-Request": "true"}
    taken_away = '<div id="cancel" hx-swap-oob="true"></div>'
    assert taken_away not in reviewer.get(address, headers=part).content.decode()
    # What has changed since the page asked last is said, once.
    handle = RunHandle(run)
    handle.show(0.2, "intents")
    handle.write()
    told = [reviewer.get(address, {"seen": seen}, headers=part).headers.get("HX-Trigger", "") for seen in ("starting", "intents")]
    assert [("Learning what citizens want" in one) for one in told] == [True, False]
    queue.fail(run, "killed")
    # The open page asks for its part only; the button above it goes as well.
    assert taken_away in reviewer.get(address, headers=part).content.decode()
    assert "hx-swap-oob" not in page(reviewer, "training-run", city, run.pk)


def test_figures_stand_side_by_side_with_words_for_better_and_worse(city: Agency, reviewer: Client) -> None:
    release = made_release()
    shown = page(reviewer, "training-release", city, release.number)
    assert ">better</span>" in shown
    assert ">worse</span>" in shown
    assert "90.0%" in shown
    assert "+2.0 points" in shown
    listed = page(reviewer, "training", city)
    assert "1 better, 1 worse" in listed
    assert ">about the same</span>" in shown


def test_when_nothing_is_new_the_page_says_that_a_training_would_change_nothing(city: Agency, reviewer: Client) -> None:
    made_release()
    sentence = "Staff have added no example since the last training"
    assert sentence in page(reviewer, "training", city)
    TrainingExample.objects.create(agency=city, language="id", text="siapa juara liga", intent="out_of_scope")
    assert sentence not in page(reviewer, "training", city)


def test_a_confusion_opens_to_its_sentences(city: Agency, reviewer: Client) -> None:
    shown = page(reviewer, "training-mistakes", city, made_release().number)
    assert "“Fee” taken for “Place”" in shown
    assert "<li>bayar di mana</li>" in shown
    assert "kalau hilang?" in shown


def test_of_another_agencys_examples_only_the_number_is_shown(city: Agency, reviewer: Client) -> None:
    texts = [["resep rendang", city.key], ["rahasia kota lain", "kota-lain"], ["dari berkas", ""]]
    change = {"out_of_scope": {"added": 3, "added_texts": texts, "removed": 0, "removed_texts": []}}
    shown = page(reviewer, "training-data", city, made_release(data_difference=change).number)
    assert "resep rendang" in shown
    assert "dari berkas" in shown
    assert "rahasia kota lain" not in shown
    assert "3 new" in shown


def test_another_agencys_questions_are_counted_and_not_shown(city: Agency, reviewer: Client) -> None:
    other = agency("kota-lain")
    release = made_release(replayed={str(city.pk): [10, 1], str(other.pk): [20, 1]}, evaluation_before={})
    differing(release, city, message(city, "berapa biaya paspor"), "decision")
    differing(release, other, message(other, "rahasia kota lain"), "decision")
    shown = page(reviewer, "training-replay", city, release.number)
    assert "berapa biaya paspor" in shown
    assert "rahasia kota lain" not in shown
    assert "10 questions of your agency's citizens were asked again; 1 would be answered otherwise." in shown.replace("&#x27;", "'")
    assert "All agencies: 30 asked, 2 otherwise." in shown
    assert "berapa biaya paspor" not in page(browser_of(person(Role.REVIEWER, of=other)), "training-replay", other, release.number)
    words = reviewer.get(reverse("console:training-replay", args=[city.key, release.number]), {"kind": "words"}).content.decode()
    assert "berapa biaya paspor" not in words


def test_of_a_release_whose_files_are_gone_only_the_record_is_offered(city: Agency, reviewer: Client) -> None:
    release = made_release(replayed={str(city.pk): [10, 1]})
    differing(release, city, message(city, "berapa biaya paspor"), "decision")
    no_such = reviewer.get(reverse("console:training-replay", args=[city.key, release.number]), {"kind": "words"}).content.decode()
    assert "No answer changes in this way." in no_such
    assert "Try it" in page(reviewer, "training-try", city, release.number)
    for _ in range(retention.KEPT):
        made_release()
    retention.drop_old_files()
    assert "record only" in page(reviewer, "training", city)
    tried = page(reviewer, "training-try", city, release.number)
    assert "The files of release 1 are no longer kept." in tried
    assert "Try it" not in tried
    replayed = page(reviewer, "training-replay", city, release.number)
    assert "10 questions" in replayed
    assert "The questions are no longer kept." in replayed
    assert "What changed" not in replayed


def test_a_question_that_many_asked_stands_once_with_how_often(city: Agency, reviewer: Client) -> None:
    release = made_release(replayed={str(city.pk): [10, 3]}, evaluation_before={})
    for text in ("berapa biaya paspor", "jam buka samsat", "berapa biaya paspor"):
        differing(release, city, message(city, text), "decision")
    shown = page(reviewer, "training-replay", city, release.number)
    assert shown.count("berapa biaya paspor") == 1
    assert shown.count("asked 2 times") == 1
    assert "jam buka samsat" in shown


def test_who_asked_is_named_within_the_agency_alone(city: Agency) -> None:
    other = agency("kota-lain")
    user = person(Role.EDITOR, of=other)
    run = queue.request_training(acting(user, other))
    assert user.get_full_name() not in page(browser_of(person(Role.EDITOR, of=city)), "training-run", city, run.pk)
    assert user.get_full_name() in page(browser_of(person(Role.EDITOR, of=other)), "training-run", other, run.pk)


def test_a_second_person_lets_it_answer_and_one_click_takes_it_back(city: Agency, reviewer: Client) -> None:
    author = person(Role.REVIEWER, of=city)
    release = made_release(author)
    own = page(browser_of(author), "training-release", city, release.number)
    assert "Let this release answer" not in own
    assert "somebody else must look at it" in own
    assert "Let this release answer" in page(reviewer, "training-release", city, release.number)
    answer = send(reviewer, "training-activate", city, release.number, seen="0")
    assert "Release 1 answers now." in answer.content.decode()
    assert active().number == 1
    refused = send(browser_of(author), "training-activate", city, made_release(author).number, seen="1").content.decode()
    assert refused.count("somebody else must look at it") == 1
    assert "The original model answers again." in send(reviewer, "training-back", city, seen="1").content.decode()
    assert active().release is None


def test_an_editor_sees_the_figures_and_does_not_decide(city: Agency) -> None:
    editor = browser_of(person(Role.EDITOR, of=city))
    release = made_release()
    assert "A reviewer or an administrator decides" in page(editor, "training-release", city, release.number)
    assert send(editor, "training-activate", city, release.number, seen="0").status_code == 403


def test_the_only_account_is_told_why_a_second_person_is_better_and_confirms(city: Agency) -> None:
    user = person(superuser=True)
    browser, release = browser_of(user), made_release(user)
    shown = page(browser, "training-release", city, release.number)
    assert "Four eyes see more" in shown
    assert reverse("console:team-invite", args=[city.key]) in shown
    assert "Confirm that nobody else" in send(browser, "training-activate", city, release.number, seen="0").content.decode()
    send(browser, "training-activate", city, release.number, seen="0", alone="yes")
    assert "without a second person" in page(browser, "training", city)


def test_whoever_comes_second_reads_what_happened(city: Agency, reviewer: Client) -> None:
    first, second = made_release(), made_release()
    colleague = acting(person(Role.REVIEWER, of=city), city)
    activation.activate(colleague, first, 0)
    answer = send(reviewer, "training-activate", city, second.number, seen="0")
    assert answer.status_code == 409
    shown = " ".join(answer.content.decode().split())
    assert "Somebody was faster" in shown
    assert "Release 1" in shown
    assert colleague.user.get_full_name() in shown


def test_an_automatic_return_is_seen_on_the_front_page(city: Agency, reviewer: Client) -> None:
    activation.activate(acting(person(Role.REVIEWER, of=city), city), made_release(), 0)
    activation.return_automatically(1, {"turns": 30, "refused": 20, "bound": 0.25, "share": 0.67})
    for name in ("overview", "training"):
        assert "Release 1 refused too many questions" in page(reviewer, name, city)
        assert "Now answers: The original model." in page(reviewer, name, city)
    figures = "It refused 20 of 30 questions asked within an hour (67%); the most that is accepted is 25%."
    assert figures in page(reviewer, "training", city)
    # Whoever looks at the release that was left reads it as well, before the button that lets it answer once more.
    assert figures in page(reviewer, "training-release", city, 1)
    activation.activate(acting(person(Role.REVIEWER, of=city), city), made_release(), 2)
    assert figures in page(reviewer, "training-release", city, 1)
    assert "went back from it by itself" not in page(reviewer, "training-release", city, 2)
    activation.take_back(None, 3)
    activation.activate(acting(person(Role.REVIEWER, of=city), city), Release.objects.get(number=1), 4)
    assert figures not in page(reviewer, "training-release", city, 1)
    assert "refused too many questions" not in page(browser_of(person(Role.OPERATOR, of=city)), "overview", city)


def test_a_release_of_an_earlier_program_says_so_and_cannot_be_chosen(city: Agency, reviewer: Client) -> None:
    release = made_release(code="f" * 64)
    assert "of an earlier version of the program" in page(reviewer, "training", city)
    shown = page(reviewer, "training-release", city, release.number)
    assert "Train again after an upgrade." in shown
    assert "Let this release answer" not in shown


def test_the_settings_are_kept_and_a_wrong_number_is_told_beside_its_field(city: Agency) -> None:
    administrator = browser_of(person(Role.ADMINISTRATOR, of=city))
    wanted = {"scheduled": "on", "weekday": "2", "hour": "3", "least_turns": "40", "points": "10"}
    wrong = send(administrator, "training-settings", city, **{**wanted, "least_turns": "1"}).content.decode()
    assert 'id="id_least_turns_error"' in wrong
    send(administrator, "training-settings", city, **wanted)
    row = ReleaseSettings.objects.get()
    assert (row.scheduled, row.weekday, row.hour, row.returns, row.least_turns, row.points) == (True, 2, 3, False, 40, 10)
    assert "Wednesday, 3:00" in page(administrator, "training", city)


def test_figures_of_now_are_shown_while_a_release_is_watched(city: Agency, reviewer: Client) -> None:
    activation.activate(acting(person(Role.REVIEWER, of=city), city), made_release(), 0)
    ActiveRelease.objects.update(since=timezone.now())
    shown = page(reviewer, "training", city)
    assert "In the last hour it was asked 0 questions and refused 0." in shown
    bound = "If within an hour more than 50% of at least 30 are refused, this answers again by itself: The original model."
    assert bound in shown
    assert Activation.objects.count() == 1


def test_the_page_renews_what_answers_and_the_releases_once_another_one_does(city: Agency, reviewer: Client) -> None:
    made_release()
    part = {"HX-Request": "true"}
    asked = re.search(r'id="now" hx-get="([^"]+)" hx-trigger="every \d+s"', page(reviewer, "training", city))
    assert asked is not None
    address = html.unescape(asked[1])
    same = reviewer.get(address, headers=part)
    assert 'id="releases"' not in same.content.decode()
    assert "HX-Trigger" not in same.headers
    activation.activate(acting(person(Role.REVIEWER, of=city), city), Release.objects.get(), 0)
    changed = reviewer.get(address, headers=part)
    assert re.search(r'id="releases" hx-swap-oob="true".*answers now', changed.content.decode(), re.S)
    assert "Release 1 answers now." in changed.headers["HX-Trigger"]
    run = queue.request_training(acting(person(Role.EDITOR, of=city), city))
    assert f"Training {run.pk}" in reviewer.get(address, headers=part).content.decode()


def test_the_pages_need_few_queries_however_many_releases_there_are(
    city: Agency, reviewer: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        made_release()
    with django_assert_max_num_queries(30):
        page(reviewer, "training", city)
