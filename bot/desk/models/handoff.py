"""A conversation that a person takes over: its place in the queue, who serves it and until when, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from bot.catalogue.models import Agency
from bot.desk.models.conversation import Conversation
from bot.desk.models.staffing import Unit


class Handoff(models.Model):
    """One time that a person is needed. Of a conversation at most one is open, that is waiting or claimed.

    `waiting_since` is when the citizen first began to wait and never moves, so that nothing but urgency comes before it. A claim is a
    lease: it holds until `lease_until`, is renewed by the page that has `lease_token`, and ends by itself when that page is gone.
    `waits_again_since` is the other clock: it tells how long a citizen has waited whom somebody else has answered before.
    """

    class Reason(models.TextChoices):
        ASKED = "asked"
        DISTRESS = "distress"
        ANGER = "anger"
        COMPLAINT = "complaint"
        NOT_UNDERSTOOD = "not_understood"
        REOPENED = "reopened"

    class Urgency(models.IntegerChoices):
        """The higher goes first."""

        NORMAL = 0
        RAISED = 1
        DANGER = 2

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        LEFT = "left"
        CLOSED = "closed"

    class Outcome(models.TextChoices):
        SOLVED = "solved"
        REFERRED = "referred"
        NO_ANSWER = "no_answer"
        DUPLICATE = "duplicate"
        ABUSE = "abuse"
        OTHER = "other"

    OPEN = (State.WAITING, State.CLAIMED)

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="handoffs")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="handoffs", help_text="Who serves it now.")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="handoffs")
    source = models.CharField(
        max_length=150, unique=True, help_text="Conversation and message that asked for it, so that a message handled again opens it once."
    )
    reason = models.CharField(max_length=20, choices=Reason.choices)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NORMAL)
    language = models.CharField(max_length=2)
    service_key = models.CharField(max_length=40, blank=True)
    summary = models.JSONField(default=dict, help_text="What was asked, slots, last answer of the bot, confidence (bot.desk.summary).")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    waiting_since = models.DateTimeField()
    waits_again_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when nobody has answered after it went from one to the next (bot.desk.waiting_again)."
    )
    came_from = models.JSONField(default=dict, blank=True, help_text="Who passed it on last, and from which unit and agency.")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="handoffs")
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When it was first claimed.")
    first_reply_at = models.DateTimeField(null=True, blank=True, help_text="When a person first answered.")
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    settled = models.CharField(max_length=300, blank=True, help_text="What was settled, for the bot and for colleagues; masked.")
    says_closing = models.BooleanField(default=True, help_text="Whether the citizen hears at the end that the bot answers again.")
    tidied_at = models.DateTimeField(null=True, blank=True, help_text="When a worker told the citizen of the end and tidied the dialogue.")
    tags = models.JSONField(default=list, blank=True)
    continues = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="continued_by")
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)])
    satisfaction_words = models.TextField(blank=True, help_text="Masked.")
    draft = models.TextField(blank=True, help_text="What the operator has typed and not sent.")
    topic_thread = models.BigIntegerField(null=True, blank=True, help_text="The topic of the Telegram group in which it is served.")

    class Meta:
        ordering = ("-urgency", "waiting_since", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(state__in=("waiting", "claimed")), name="one_open_handoff_a_conversation"
            )
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-urgency", "waiting_since"], name="handoff_queue"),
            models.Index(fields=["operator", "state"], name="handoff_of_operator"),
            models.Index(fields=["lease_until"], condition=models.Q(state="claimed"), name="handoff_lease"),
            models.Index(fields=["ended_at"], condition=models.Q(state="closed", tidied_at=None), name="handoff_untidy"),
            models.Index(fields=["conversation", "ended_at"], name="handoff_of_conversation"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.state}"


class HandoffEvent(models.Model):
    """One thing that happened to a handoff, in order; it is only ever added."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        CLAIMED = "claimed"
        LAPSED = "lapsed"
        RELEASED = "released"
        TRANSFERRED = "transferred"
        GIVEN_BACK = "given_back"
        LEFT = "left"
        CLOSED = "closed"
        MERGED = "merged"
        VIEWED = "viewed"
        RATED = "rated"
        OVERFLOWED = "overflowed"
        ANY_LANGUAGE = "any_language"

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True, help_text="Kept when the account is gone.")
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.handoff_id} {self.kind}"


class InternalNote(models.Model):
    """What colleagues write to each other about a handoff; no citizen ever sees it."""

    handoff = models.ForeignKey(Handoff, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=200)
    text = models.TextField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.handoff_id} {self.pk}"


class Callback(models.Model):
    """The wish to be called back, made while nobody was there. Name and number are encrypted, and go with the retention.

    What nobody has reached stays in the list, even once name and number are gone (`bot.desk.retention`).
    """

    class State(models.TextChoices):
        OPEN = "open"
        REACHED = "reached"
        NOT_REACHED = "not_reached"
        CLOSED = "closed"

    TO_BE_CALLED = (State.OPEN, State.NOT_REACHED)

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="callbacks")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="callbacks")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="callbacks")
    source = models.CharField(max_length=150, unique=True, help_text="Conversation and message, so that one handled again is stored once.")
    name = models.TextField(help_text="Encrypted (bot.accounts.vault).")
    how = models.TextField(help_text="A telephone number, or the words for 'here in this chat'. Encrypted.")
    wanted_when = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=500, blank=True, help_text="Masked.")
    language = models.CharField(max_length=2)
    service_key = models.CharField(max_length=40, blank=True)
    consented_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    tries = models.PositiveSmallIntegerField(default=0)
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="callbacks")
    remark = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When the citizen was reached, or it was closed.")
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="When name and number were removed, because nobody was reached.")
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("created",)
        indexes = [models.Index(fields=["agency", "state", "created"], name="callback_list")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.state} {self.pk}"
