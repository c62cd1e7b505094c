"""A release that refuses too many questions within an hour is taken back, once, and it is said."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from bot.catalogue.models import Agency
from bot.desk.models import Message
from bot.releases import activation
from bot.releases.active import active, returned_lately
from bot.releases.models import Activation, ActiveRelease, Release, ReleaseSettings
from bot.releases.watching import watch
from bot.staff.permissions import Role
from tests.console.people import browser_of, person
from tests.questions.stored import message
from tests.releases.made import acting, made_release

ACTIVATED = dt.timedelta(minutes=40)


def answered(city: Agency, release: int | None, answers: int, refusals: int, ago: dt.timedelta = dt.timedelta(minutes=5)) -> None:
    """Questions of citizens that a release answered and refused."""
    for number in range(answers + refusals):
        made = message(city, "halo", "answer" if number < answers else "refuse", at=timezone.now() - ago)
        Message.objects.filter(pk=made.pk).update(release=release)


@pytest.fixture
def released(city: Agency) -> None:
    """A release that has answered for forty minutes; before it 1 of 10 questions was refused."""
    activation.activate(acting(person(Role.REVIEWER, of=city), city), made_release(), 0)
    ActiveRelease.objects.update(since=timezone.now() - ACTIVATED)
    answered(city, None, answers=36, refusals=4, ago=dt.timedelta(days=2))


@pytest.mark.usefixtures("released")
def test_the_return_stands_in_the_record_of_the_agency_that_had_let_the_release_answer(city: Agency) -> None:
    answered(city, 1, answers=22, refusals=8)
    watch()
    page = browser_of(person(Role.ADMINISTRATOR, of=city)).get(f"/console/{city.key}/audit/").content.decode()
    assert "Release taken back automatically" in page
    assert "the assistant itself" in page
    assert "8 / 30" in page


@pytest.mark.usefixtures("released")
def test_more_refusals_than_before_and_the_points_on_top_bring_the_one_before_back(city: Agency) -> None:
    answered(city, 1, answers=22, refusals=8)
    assert watch()
    assert active().release is None
    last = Activation.objects.first()
    assert last is not None
    assert (last.reason, last.by, last.facts["turns"], last.facts["refused"]) == ("automatic", None, 30, 8)
    assert last.facts["bound"] == pytest.approx(0.25)
    assert returned_lately() == last
    # What answers again is not left in its turn, however much it refuses.
    answered(city, None, answers=0, refusals=60, ago=dt.timedelta())
    assert not watch()
    assert Activation.objects.count() == 2


def test_after_an_upgrade_that_the_release_before_did_not_outlive_the_model_of_the_files_answers_again(city: Agency) -> None:
    reviewer = acting(person(Role.REVIEWER, of=city), city)
    for release in (made_release(), made_release()):
        activation.activate(reviewer, release, active().version)
    Release.objects.filter(number=1).update(code="f" * 64)
    ActiveRelease.objects.update(since=timezone.now() - ACTIVATED)
    # It has stood in since the upgrade, so its refusals are the usual ones.
    answered(city, None, answers=36, refusals=4, ago=dt.timedelta(days=2))
    answered(city, 2, answers=22, refusals=8)
    assert watch()
    last = Activation.objects.first()
    assert last is not None
    assert (last.reason, last.release, last.previous) == ("automatic", None, Release.objects.get(number=2))


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("answers", "refusals", "ago"),
    [
        (23, 7, dt.timedelta(minutes=5)),
        (2, 27, dt.timedelta(minutes=5)),
        (0, 40, dt.timedelta(minutes=50)),
    ],
    ids=["within the bound", "too few questions", "before it was activated"],
)
def test_it_stays(city: Agency, answers: int, refusals: int, ago: dt.timedelta) -> None:
    answered(city, 1, answers, refusals, ago)
    assert not watch()
    assert active().number == 1


@pytest.mark.usefixtures("released")
def test_what_the_old_model_still_had_in_hand_does_not_count(city: Agency) -> None:
    answered(city, None, answers=0, refusals=60)
    assert not watch()


@pytest.mark.usefixtures("released")
def test_what_is_older_than_an_hour_does_not_count(city: Agency) -> None:
    ActiveRelease.objects.update(since=timezone.now() - dt.timedelta(hours=5))
    answered(city, 1, answers=0, refusals=40, ago=dt.timedelta(minutes=90))
    assert not watch()


@pytest.mark.usefixtures("released")
def test_after_a_day_it_is_no_longer_watched(city: Agency) -> None:
    ActiveRelease.objects.update(since=timezone.now() - dt.timedelta(hours=25))
    answered(city, 1, answers=0, refusals=40)
    assert not watch()


@pytest.mark.usefixtures("released")
def test_it_can_be_switched_off(city: Agency) -> None:
    ReleaseSettings.objects.create(pk=1, returns=False)
    answered(city, 1, answers=0, refusals=40)
    assert not watch()


@pytest.mark.usefixtures("released")
def test_where_little_was_asked_before_a_fixed_bound_holds(city: Agency) -> None:
    Message.objects.all().delete()
    answered(city, 1, answers=20, refusals=20)
    assert not watch()
    answered(city, 1, answers=0, refusals=5)
    assert watch()
