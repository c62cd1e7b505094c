"""What staff wrote at one time, and what an agency's record of a service said, says, or is to say."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bot.catalogue.models.agency import KEY_VALIDATOR, Agency


class Version(models.Model):
    """What every kind of version has: its content, its state, and who wrote and who published it. Only `state` and its notes change."""

    class State(models.TextChoices):
        DRAFT = "draft"
        IN_REVIEW = "in_review"
        RETURNED = "returned"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"

    class Source(models.TextChoices):
        STAFF = "staff"
        FILE = "file"
        TABLE = "table"
        BEFORE = "before", "before versions were kept"

    OPEN = (State.DRAFT, State.IN_REVIEW, State.RETURNED)

    base = models.PositiveIntegerField(default=0, help_text="The published version that it takes into account; 0: none was published.")
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150, blank=True, help_text="Kept when the user is deleted.")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reviewer_name = models.CharField(max_length=150, blank=True)
    note = models.TextField(blank=True, help_text="What the reviewer asks the author to change.")
    created = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class ServiceVersion(Version):
    """One state of an agency's record; `content` has the shape of service.schema.json. Only `state` and its notes change.

    It names the service by key and not by row: a draft of a new service, or of one that the agency inherits so far, has no row.
    At most one version of a service is published and at most one is open (draft, in review or returned).
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="service_versions")
    service = models.CharField(max_length=40, validators=[KEY_VALIDATOR], help_text="The key of the service.")
    number = models.PositiveIntegerField(help_text="Counts from 1 within the service.")

    class Meta:
        ordering = ("agency", "service", "number")
        constraints = [
            models.UniqueConstraint(fields=["agency", "service", "number"], name="service_version_number_once"),
            models.UniqueConstraint(
                fields=["agency", "service"], condition=models.Q(state="published"), name="service_version_one_published"
            ),
            models.UniqueConstraint(
                fields=["agency", "service"],
                condition=models.Q(state__in=["draft", "in_review", "returned"]),
                name="service_version_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.service} {self.number} {self.state}"
