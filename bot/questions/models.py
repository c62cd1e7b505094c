"""Questions that the bot could not answer well, grouped; what was decided about them; and how far they are collected."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bot.catalogue.models import Agency


class Reason(models.TextChoices):
    """Why a question is in the inbox; the values are fields of `QuestionGroup`, too, which count them."""

    REFUSED = "refused", _("not understood")
    ASKED_BACK = "asked_back", _("asked back")
    CHOICES = "choices", _("choices offered")
    UNSURE = "unsure", _("unsure answer")
    UNHELPFUL = "unhelpful", _("not helpful")
    PERSON = "person", _("needed a person")


class QuestionGroup(models.Model):
    """Questions of citizens of one agency in one language that say nearly the same. Nothing tells who asked."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ASSIGNED = "assigned", _("assigned")
        OUT_OF_SCOPE = "out_of_scope", _("out of scope")
        IGNORED = "ignored", _("ignored")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="question_groups")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=300, help_text="The first question of the group, as it was written, masked.")
    vector = models.BinaryField(help_text="The embedding of that question, 384 numbers of 16 bits.")
    count = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    asked_back = models.PositiveIntegerField(default=0)
    choices = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)
    person = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    resolution = models.JSONField(null=True, blank=True, help_text="What the decision did, so that it can be undone.")
    version = models.PositiveIntegerField(default=1, help_text="Grows with each decision, so that two people do not both decide.")
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True, help_text="Kept when the account is gone.")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "-count", "id"], name="question_group_queue"),
            models.Index(fields=["agency", "language", "state"], name="question_group_alike"),
            models.Index(fields=["agency", "decided_by", "-decided"], name="question_group_decided"),
            models.Index(fields=["agency", "state", "last_seen"], name="question_group_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.language} {self.pk}"


class Wording(models.Model):
    """One way in which a question of the group was asked; of many, the first ones are kept."""

    group = models.ForeignKey(QuestionGroup, on_delete=models.CASCADE, related_name="wordings")
    text = models.CharField(max_length=300)
    normalised = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "normalised"], name="wording_once_a_group")]
        indexes = [models.Index(fields=["normalised"], name="wording_normalised")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.pk}"


class WeekCount(models.Model):
    """How many questions of a group came in one ISO week, which is named by its Monday in the agency's time zone."""

    group = models.ForeignKey(QuestionGroup, on_delete=models.CASCADE, related_name="weeks")
    week = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "week"], name="week_once_a_group")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.week}"


class GroupCandidate(models.Model):
    """What the bot thought a group's questions to be about: a service, an FAQ or a facet, with the sum of its scores."""

    class Kind(models.TextChoices):
        SERVICE = "service"
        FAQ = "faq"
        FACET = "facet"

    group = models.ForeignKey(QuestionGroup, on_delete=models.CASCADE, related_name="candidates")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    key = models.CharField(max_length=40)
    score = models.FloatField(default=0.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "kind", "key"], name="candidate_once_a_group")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class TrainingExample(models.Model):
    """A question with the intent that it has, for the next training."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="training_examples")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=300)
    intent = models.CharField(max_length=40)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "language", "text"], name="training_example_once_an_agency")]

    def __str__(self) -> str:
        return f"{self.intent} {self.pk}"


class InboxSettings(models.Model):
    """What an agency wants in its inbox, and for how long."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, primary_key=True, related_name="inbox_settings")
    unsure_below = models.FloatField(default=0.6, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    keep_days = models.PositiveSmallIntegerField(default=180, validators=[MinValueValidator(7), MaxValueValidator(730)])

    def __str__(self) -> str:
        return f"{self.agency_id}"


class Collected(models.Model):
    """How far the stored messages and opinions have been read; one row an installation."""

    message = models.BigIntegerField(default=0, help_text="The id of the last message that was read.")
    opinion = models.BigIntegerField(default=0, help_text="The id of the last feedback that was read.")
    handoff = models.BigIntegerField(default=0, help_text="The id of the last handoff that was read.")

    def __str__(self) -> str:
        return f"{self.message} {self.opinion} {self.handoff}"
