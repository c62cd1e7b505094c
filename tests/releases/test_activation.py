"""A second person decides which release answers; of two at once one is told; one click takes it back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.catalogue.models import Agency
from bot.releases import activation
from bot.releases.active import active, answering_model
from bot.releases.files import folder, model_file
from bot.releases.models import Activation, Release, ReleaseFiles
from bot.releases.problems import ChangedMeanwhile, NeedsSecondPerson, ReleaseUnusable
from bot.releases.retention import drop_old_files
from bot.staff.context import StaffContext
from bot.staff.models import AuditEntry
from bot.staff.permissions import Role
from tests.console.people import agency, person
from tests.releases.made import acting, made_release


@pytest.fixture
def editor(city: Agency) -> StaffContext:
    """Who asks for trainings."""
    return acting(person(Role.REVIEWER, of=city), city)


@pytest.fixture
def reviewer(city: Agency, editor: StaffContext) -> StaffContext:
    """A second person."""
    return acting(person(Role.REVIEWER, of=city), city)


def test_a_second_person_lets_a_release_answer(editor: StaffContext, reviewer: StaffContext) -> None:
    release = made_release(editor.user)
    activation.activate(reviewer, release, active().version)
    assert active().number == 1
    stored = Activation.objects.get()
    assert (stored.by, stored.previous, stored.alone) == (reviewer.user, None, False)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.before, entry.after) == ("release.activated", {"release": None}, {"release": 1})


def test_whoever_asked_for_the_training_does_not_and_hears_whom_to_ask(editor: StaffContext, reviewer: StaffContext) -> None:
    with pytest.raises(NeedsSecondPerson, match=f"Ask: {reviewer.user.get_full_name()}"):
        activation.activate(editor, made_release(editor.user), 0, confirmed_alone=True)
    assert active().release is None


def test_without_a_colleague_who_may_they_hear_how_to_invite_one(city: Agency, editor: StaffContext) -> None:
    person(Role.EDITOR, of=city)
    person(Role.REVIEWER, of=agency("kota-lain"))
    with pytest.raises(NeedsSecondPerson, match="Invite a reviewer"):
        activation.activate(editor, made_release(editor.user), 0)


def test_the_only_account_confirms_alone_and_that_is_recorded(city: Agency) -> None:
    alone = acting(person(superuser=True), city)
    release = made_release(alone.user)
    with pytest.raises(NeedsSecondPerson) as caught:
        activation.activate(alone, release, 0)
    assert caught.value.alone
    activation.activate(alone, release, 0, confirmed_alone=True)
    assert Activation.objects.get().alone
    assert AuditEntry.objects.get().after == {"release": 1, "confirmed_alone": True}


def test_a_closed_or_stopped_account_is_no_second_person(city: Agency, editor: StaffContext) -> None:
    closed, stopped = person(Role.REVIEWER, of=city), person(Role.REVIEWER, of=city)
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    stopped.memberships.update(suspended=True)
    activation.activate(editor, made_release(editor.user), 0, confirmed_alone=True)
    assert active().number == 1


def test_a_release_of_the_schedule_is_activated_by_anybody_who_may(editor: StaffContext, reviewer: StaffContext) -> None:
    activation.activate(editor, made_release(), 0)
    assert active().number == 1


def test_of_two_people_at_once_the_second_is_told_and_changes_nothing(editor: StaffContext, reviewer: StaffContext) -> None:
    first, second = made_release(editor.user), made_release(editor.user)
    seen = active().version
    activation.activate(reviewer, first, seen)
    with pytest.raises(ChangedMeanwhile):
        activation.activate(reviewer, second, seen)
    with pytest.raises(ChangedMeanwhile):
        activation.take_back(editor, seen)
    assert (active().number, Activation.objects.count(), AuditEntry.objects.count()) == (1, 1, 1)


def test_one_click_goes_back_step_by_step_to_the_model_of_the_files(editor: StaffContext, reviewer: StaffContext) -> None:
    for release in (made_release(editor.user), made_release(editor.user)):
        activation.activate(reviewer, release, active().version)
    assert activation.take_back(editor, active().version) == Release.objects.get(number=1)
    assert activation.take_back(editor, active().version) is None
    assert active().release is None
    with pytest.raises(ChangedMeanwhile):
        activation.take_back(editor, active().version)
    assert [one.reason for one in Activation.objects.order_by("id")] == ["activated", "activated", "taken_back", "taken_back"]


@pytest.mark.parametrize(("changes", "why"), [({"code": "f" * 64}, "other_code"), ({}, "no_files")])
def test_what_cannot_answer_is_not_activated(reviewer: StaffContext, changes: dict[str, Any], why: str) -> None:
    release = made_release(**changes)
    if why == "no_files":
        release.files.delete()
    with pytest.raises(ReleaseUnusable) as caught:
        activation.activate(reviewer, release, 0)
    assert caught.value.why == why
    assert active().release is None


def test_a_model_is_written_once_and_its_checksum_verified_each_time(reviewer: StaffContext) -> None:
    release = made_release(model=b"the model")
    path = model_file(release)
    assert (path.read_bytes(), path.parent) == (b"the model", folder())
    path.write_bytes(b"something else")
    assert model_file(release).read_bytes() == b"the model"


def test_a_model_whose_bytes_are_not_those_recorded_is_refused(reviewer: StaffContext) -> None:
    release = made_release(model=b"another model")
    ReleaseFiles.objects.filter(release=release).update(model=b"changed in the database")
    with pytest.raises(ReleaseUnusable, match="is damaged") as caught:
        model_file(release)
    assert caught.value.why == "damaged"
    assert not list(folder().glob(f"{release.number}-{release.model_sha256[:12]}*"))


def test_after_an_upgrade_the_model_of_the_files_stands_in(reviewer: StaffContext) -> None:
    release = made_release()
    activation.activate(reviewer, release, 0)
    Release.objects.update(code="e" * 64)
    assert answering_model()[0] is None


@pytest.mark.parametrize("why", ["other_code", "no_files"])
def test_the_way_back_passes_over_what_cannot_answer_any_more(editor: StaffContext, reviewer: StaffContext, why: str) -> None:
    for release in (made_release(), made_release(), made_release()):
        activation.activate(reviewer, release, active().version)
    second = Release.objects.get(number=2)
    if why == "no_files":
        second.files.delete()
    Release.objects.filter(pk=second.pk).update(code="f" * 64 if why == "other_code" else second.code)
    assert activation.take_back(editor, active().version) == Release.objects.get(number=1)


def test_where_no_release_before_can_answer_the_model_of_the_files_does(editor: StaffContext, reviewer: StaffContext) -> None:
    for release in (made_release(), made_release()):
        activation.activate(reviewer, release, active().version)
    Release.objects.filter(number=1).update(code="f" * 64)
    assert activation.target_of_return() == (True, None)
    assert activation.take_back(editor, active().version) is None
    assert active().release is None


def test_the_newest_five_the_active_one_and_the_one_before_it_keep_their_files(reviewer: StaffContext) -> None:
    for release in (made_release(), made_release()):
        activation.activate(reviewer, release, active().version)
    releases = [made_release() for _ in range(7)]
    drop_old_files()
    assert set(ReleaseFiles.objects.values_list("release__number", flat=True)) == {1, 2, 5, 6, 7, 8, 9}
    assert Release.objects.count() == 9
    # What "go back" leads to is kept as well.
    assert activation.target_of_return() == (True, Release.objects.get(number=1))
    assert model_file(Release.objects.get(number=1)).is_file()
    activation.activate(reviewer, releases[-1], active().version)
    assert set(ReleaseFiles.objects.values_list("release__number", flat=True)) == {2, 5, 6, 7, 8, 9}
    assert activation.take_back(reviewer, active().version) == Release.objects.get(number=2)
