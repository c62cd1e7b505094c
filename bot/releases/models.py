"""Trainings, releases with what they were measured to do, and which release answers citizens."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bot.catalogue.models import Agency
from bot.desk.models import Message


class TrainingRun(models.Model):
    """One training, from the wish to the release; one at a time is at work in an installation."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("training")
        EVALUATING = "evaluating", _("being tested")
        REPLAYING = "replaying", _("comparing answers")
        DONE = "done", _("finished")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    # Unique, so the database itself keeps a second one from beginning.
    slot = models.PositiveSmallIntegerField(null=True, unique=True, help_text="1 while it is at work.")
    token = models.CharField(max_length=32, blank=True, help_text="Of the process that works on it; nobody else may change it.")
    heartbeat = models.DateTimeField(null=True, help_text="When that process last said that it lives.")
    cancel_asked = models.BooleanField(default=False)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_by_name = models.CharField(max_length=200, blank=True, help_text="Empty: the schedule.")
    note = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    progress = models.FloatField(default=0.0)
    stage = models.CharField(max_length=20, blank=True)
    log = models.JSONField(default=list, help_text="The last steps: time, name, numbers.")
    error = models.CharField(max_length=20, blank=True)
    error_detail = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def at_work(self) -> bool:
        """Whether a process works on it."""
        return self.slot is not None

    @property
    def open(self) -> bool:
        """Whether it may still lead to a release."""
        return self.state == self.State.QUEUED or self.at_work


class Release(models.Model):
    """What one training led to. The record stays; its files go when it is old."""

    number = models.PositiveIntegerField(unique=True)
    run = models.OneToOneField(TrainingRun, on_delete=models.PROTECT, related_name="release")
    created = models.DateTimeField(auto_now_add=True)
    data_sha256 = models.CharField(max_length=64)
    model_sha256 = models.CharField(max_length=64)
    model_bytes = models.PositiveIntegerField()
    code = models.CharField(max_length=64, help_text="The fingerprint of the code that can run the model.")
    examples = models.PositiveIntegerField()
    staff_examples = models.PositiveIntegerField()
    evaluation = models.JSONField(default=dict)
    # The release that answered at that time, measured on the same day with the same questions; null is the model of the files.
    compared_with = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    evaluation_before = models.JSONField(null=True, help_text="Null: there was nothing to compare with.")
    data_difference = models.JSONField(default=dict)
    replayed = models.JSONField(default=dict, help_text="By the agency's id: how many questions were asked again, and how many differ.")

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return str(self.number)


class ReleaseFiles(models.Model):
    """The bytes of a release, apart, so that nobody reads them by the way."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, primary_key=True, related_name="files")
    data = models.BinaryField(help_text="A tar.gz of what it was trained on.")
    model = models.BinaryField(help_text="The model archive as Rasa made it.")

    def __str__(self) -> str:
        return str(self.release_id)


class ReplayedQuestion(models.Model):
    """A citizen's question to which the release answers otherwise than what answered at that time."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="replayed_questions")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    # The words stay with the message alone, and go with it.
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "message"], name="replayed_once_a_release")]
        indexes = [models.Index(fields=["release", "agency", "kind", "id"], name="replayed_of_agency")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.message_id}"


class ActiveRelease(models.Model):
    """Which release answers; one row an installation. Null is the model of the files."""

    release = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0, help_text="Grows with each change, so that two people do not both decide.")
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.release_id)


class Activation(models.Model):
    """One change of the active release. It is only ever added."""

    class Reason(models.TextChoices):
        ACTIVATED = "activated", _("activated")
        TAKEN_BACK = "taken_back", _("taken back")
        AUTOMATIC = "automatic", _("taken back automatically")

    release = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="activations")
    previous = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    alone = models.BooleanField(default=False, help_text="The only account of the installation confirmed its own training.")
    facts = models.JSONField(default=dict, help_text="Of an automatic return: turns, share of refusals, bound.")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.release_id} {self.reason}"


class ReleaseSettings(models.Model):
    """When the installation trains by itself, and when it returns by itself; one row."""

    scheduled = models.BooleanField(default=False)
    weekday = models.PositiveSmallIntegerField(default=6, validators=[MaxValueValidator(7)], help_text="0 is Monday, 7 every day.")
    hour = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(23)])
    clock = models.CharField(max_length=40, default="UTC", help_text="The time zone of the agency that set it.")
    last_due = models.DateTimeField(null=True, help_text="The last time that was looked at whether a training is due.")
    returns = models.BooleanField(default=True)
    least_turns = models.PositiveIntegerField(default=30, validators=[MinValueValidator(5), MaxValueValidator(10_000)])
    points = models.PositiveSmallIntegerField(
        default=15, validators=[MinValueValidator(1), MaxValueValidator(100)], help_text="So many points above the share of before."
    )

    def __str__(self) -> str:
        return f"{self.weekday} {self.hour}"


class PeriodicJob(models.Model):
    """Work that is done now and then, once for all schedulers of an installation."""

    name = models.CharField(max_length=30, primary_key=True)
    due = models.DateTimeField()
    token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    last_ended = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True, help_text="The kind of the error; empty when it went well.")

    def __str__(self) -> str:
        return self.name
