"""Counts by day and by hour, how far the messages are counted, and which agencies publish their figures.

`scope` is an agency's number; 0 stands for all agencies together, so that their pages cost no more than one agency's. Days and hours are
those of the agency's time zone. `measure` and `key` say what is counted: see `bot.analytics.measures`.
"""

from __future__ import annotations

from django.db import models

from bot.catalogue.models import Agency
from bot.desk.models import Conversation

ALL_AGENCIES = 0


class DailyFigure(models.Model):
    """How often something happened on one day."""

    scope = models.PositiveBigIntegerField()
    day = models.DateField()
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    measure = models.CharField(max_length=12)
    key = models.CharField(max_length=60, blank=True)
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "measure", "day", "channel", "language", "key"], name="daily_figure_once")]
        # Sums are read from this alone, without the rows.
        indexes = [models.Index(fields=["scope", "measure", "day", "key", "count"], name="daily_figure_sums")]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.key}: {self.count}"


class HourlyFigure(models.Model):
    """How often something happened in one hour of one day."""

    scope = models.PositiveBigIntegerField()
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    measure = models.CharField(max_length=12)
    key = models.CharField(max_length=60, blank=True)
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "measure", "day", "hour", "channel", "language", "key"], name="hourly_figure_once")
        ]
        indexes = [models.Index(fields=["scope", "measure", "day", "hour", "count"], name="hourly_figure_sums")]

    def __str__(self) -> str:
        return f"{self.day} {self.hour}:00 {self.measure} {self.key}: {self.count}"


class Visit(models.Model):
    """A conversation in which something happened on a day: it counts once, and tells how many people stand behind a figure."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    scope = models.PositiveBigIntegerField()
    day = models.DateField()
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "day", "kind", "key"], name="visit_once")]
        indexes = [models.Index(fields=["scope", "kind", "day", "key", "conversation"], name="visit_of_a_period")]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.day} {self.kind}"


class Position(models.Model):
    """How far everything is counted. There is one row; whoever adds counts moves `version` on, in the same transaction."""

    version = models.PositiveBigIntegerField(default=0)
    message = models.PositiveBigIntegerField(default=0)
    feedback = models.PositiveBigIntegerField(default=0)
    failures_after = models.PositiveBigIntegerField(default=0, help_text="No older message is looked at again for a failure.")
    reached = models.DateTimeField(null=True, blank=True, help_text="When the last counted message came.")

    def __str__(self) -> str:
        return f"{self.message}"


class Waiting(models.Model):
    """A message that is counted, while what was understood or when it was answered is not known yet."""

    message = models.PositiveBigIntegerField(primary_key=True)
    language = models.CharField(max_length=2)
    understanding = models.BooleanField(help_text="What was understood is still to be counted.")
    answer = models.BooleanField(help_text="The time to the answer is still to be counted.")

    def __str__(self) -> str:
        return f"{self.message}"


class CountedFailure(models.Model):
    """A message whose failed delivery is counted; a platform may tell of it days later."""

    message = models.PositiveBigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.message}"


class TransparencyPage(models.Model):
    """Whether an agency publishes its figures."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="transparency_page")
    published = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.agency_id}"
