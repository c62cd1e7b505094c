"""`manage.py seed_demo`: how much it makes, and where it refuses."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from bot.analytics import roll_up
from bot.analytics.models import DailyFigure
from bot.catalogue.models import Agency
from bot.catalogue.store import store_service
from bot.desk.models import Conversation, Feedback, Handoff, Message
from bot.faq.models import Faq
from bot.questions.models import QuestionGroup
from bot.releases.files import check_usable
from bot.releases.models import Release, ReplayedQuestion
from bot.releases.problems import ReleaseUnusable
from bot.staff.models import AuditEntry
from tests.analytics.stored import conversation


@pytest.fixture
def offering(city: Agency) -> Agency:
    """A city with two services."""
    for key in ("ktp", "kk"):
        store_service(city, {"key": key, "category": "civil", "name": {"id": key.upper(), "ja": key}, "short_name": {"id": key, "ja": key}})
    return city


def test_it_makes_as_many_as_it_was_told(offering: Agency) -> None:
    call_command("seed_demo", "--messages", "700", "--faq", "45", "--days", "20")
    assert Message.objects.count() == 700
    assert Faq.objects.count() == 45
    assert len(set(Conversation.objects.values_list("channel", flat=True))) > 1
    assert set(Conversation.objects.values_list("language", flat=True)) == {"id", "ja"}
    days = {message.created.date() for message in Message.objects.all()}
    assert len(days) >= 20
    roll_up.roll_up()
    kinds = set(DailyFigure.objects.filter(scope=offering.pk).values_list("measure", flat=True))
    assert {"messages", "visits", "decision", "service", "facet", "unanswered", "time"} <= kinds


def test_it_can_be_run_again_in_a_demo(offering: Agency) -> None:
    call_command("seed_demo", "--messages", "60")
    call_command("seed_demo", "--messages", "60")
    assert Message.objects.count() == 120


def test_it_refuses_among_real_conversations_unless_it_is_forced(offering: Agency) -> None:
    conversation(offering)
    with pytest.raises(CommandError, match="real conversations"):
        call_command("seed_demo", "--messages", "10")
    assert not Message.objects.exists()
    call_command("seed_demo", "--messages", "10", "--force")
    assert Message.objects.count() == 10


def test_it_says_what_is_missing(city: Agency) -> None:
    with pytest.raises(CommandError, match="catalogue load"):
        call_command("seed_demo", "--messages", "10")
    with pytest.raises(CommandError, match="Say what to make"):
        call_command("seed_demo")


def test_every_opinion_of_the_demo_belongs_to_a_message(offering: Agency) -> None:
    call_command("seed_demo", "--messages", "1500")
    assert Feedback.objects.exists()
    for said in Feedback.objects.all():
        conversation_id, _colon, external_id = said.source.partition(":")
        assert Message.objects.filter(conversation_id=UUID(conversation_id), external_id=external_id, direction="in").exists()


def test_it_makes_up_the_work_of_staff_at_one_agency(offering: Agency) -> None:
    call_command("seed_demo", "--messages", "600", "--faq", "10", "--seed", "3")
    call_command(
        *("seed_demo", "--handoffs", "40", "--questions", "30", "--changes", "50", "--releases", "2", "--agency", offering.key),
        *("--seed", "3"),
    )
    assert Handoff.objects.filter(agency=offering).count() == 40
    assert {"closed"} < set(Handoff.objects.values_list("state", flat=True))
    for row in Handoff.objects.select_related("conversation"):
        assert row.conversation.owner == {"waiting": "queue", "claimed": "operator"}.get(row.state, "bot")
    assert QuestionGroup.objects.filter(agency=offering).count() == 30
    assert AuditEntry.objects.filter(agency=offering).count() == 50
    assert ReplayedQuestion.objects.filter(release__number=2, agency=offering).exists()


def test_nobody_can_sign_in_as_a_colleague_of_the_demo_or_let_its_releases_answer(offering: Agency) -> None:
    call_command("seed_demo", "--messages", "60", "--changes", "1", "--releases", "1")
    people = User.objects.filter(memberships__agency=offering)
    assert people.exists()
    assert not any(user.has_usable_password() for user in people)
    with pytest.raises(ReleaseUnusable):
        check_usable(Release.objects.get())


def test_it_refuses_an_agency_that_it_does_not_know(offering: Agency) -> None:
    with pytest.raises(CommandError, match="tidak-ada"):
        call_command("seed_demo", "--messages", "10", "--agency", "tidak-ada")
