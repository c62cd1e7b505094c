"""FAQ: a question that staff answer in their own words, because the catalogue has no facet for it."""

from __future__ import annotations

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat

from bot.catalogue.models import Agency
from bot.catalogue.models.agency import KEY_VALIDATOR
from bot.catalogue.models.version import Version

_TEXTS = [f"{field}__{language}" for field in ("question", "answer") for language in ("id", "ja", "ja_easy")]


def _text(path: str) -> Coalesce:
    return Coalesce(KT(path), models.Value(""), output_field=models.TextField())


class Faq(models.Model):
    """One question and its answer, in Indonesian and Japanese; a city inherits its nation's and overrides them by key.

    The row and its variants are what the bot reads; work in progress stands in `FaqVersion`.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="faq")
    key = models.CharField(max_length=40, validators=[KEY_VALIDATOR])
    question = models.JSONField()
    answer = models.JSONField()
    sources = models.JSONField(default=list, blank=True)
    quick_replies = models.JSONField(default=list, blank=True, help_text="What a citizen may press next: a title and a service or an FAQ.")
    links = models.JSONField(default=list, blank=True, help_text="Title and https address, for each language.")
    valid_from = models.DateField(null=True, blank=True, help_text="The first day, in the answering agency's time zone.")
    valid_to = models.DateField(null=True, blank=True, help_text="The last day, in the answering agency's time zone.")
    published = models.BooleanField(default=True)
    archived = models.BooleanField(default=False, help_text="Put away: not answered, and an inherited FAQ of this key neither.")
    inherits = models.BooleanField(
        default=False,
        help_text="The bot passes over this row, and an inherited FAQ of its key answers: it is only a draft so far, or was taken back.",
    )

    # Kept by the database itself. Looking into eight places of two JSON columns took half a second among ten thousand.
    searched = models.GeneratedField(
        expression=Concat(
            "key",
            *(part for path in _TEXTS for part in (models.Value("\n"), _text(path))),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("agency", "key")
        verbose_name = "FAQ"
        verbose_name_plural = "FAQ"
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="faq_key_once_an_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.key}"


class FaqVariant(models.Model):
    """Another way in which citizens ask the question."""

    faq = models.ForeignKey(Faq, on_delete=models.CASCADE, related_name="variants")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["faq", "language", "text"], name="faq_variant_once")]

    def __str__(self) -> str:
        return self.text


class FaqTag(models.Model):
    """A word by which staff group FAQ; citizens never see it."""

    faq = models.ForeignKey(Faq, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["name", "faq"], name="faq_tag_once")]

    def __str__(self) -> str:
        return self.name


class FaqVersion(Version):
    """What an FAQ said at one time, or is to say; `content` has the shape of `bot.faq.content`. Only `state` and its notes change.

    At most one version of an FAQ is published and at most one is open (draft, in review or returned).
    """

    faq = models.ForeignKey(Faq, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="Counts from 1 within the FAQ.")
    out_of_archive = models.BooleanField(default=False, help_text="It was published while the FAQ lay in the archive.")

    class Meta:
        ordering = ("faq", "number")
        constraints = [
            models.UniqueConstraint(fields=["faq", "number"], name="faq_version_number_once"),
            models.UniqueConstraint(fields=["faq"], condition=models.Q(state="published"), name="faq_version_one_published"),
            models.UniqueConstraint(
                fields=["faq"], condition=models.Q(state__in=["draft", "in_review", "returned"]), name="faq_version_one_open"
            ),
        ]
        # The few that somebody works on, among all that were ever published.
        indexes = [models.Index(fields=["state", "faq"], name="faq_version_by_state")]

    def __str__(self) -> str:
        return f"{self.faq_id} {self.number} {self.state}"


class FaqUse(models.Model):
    """How often an FAQ answered the citizens of one agency on one of its days in one language, and what they said about it.

    By key and not by row, so that the figures outlive a row; `owner` is the agency whose FAQ it was. See `bot.faq.use`.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="faq_use")
    owner = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="faq_answers")
    key = models.CharField(max_length=40)
    day = models.DateField()
    language = models.CharField(max_length=2)
    hits = models.PositiveIntegerField(default=0)
    helpful = models.PositiveIntegerField(default=0)
    not_helpful = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "key", "day", "language"], name="faq_use_once_a_day")]
        indexes = [
            models.Index(fields=["owner", "key", "day"], name="faq_use_by_owner"),
            models.Index(fields=["agency", "day"], name="faq_use_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.key} {self.day}"


class FaqUseCounted(models.Model):
    """Up to which day an agency's use is counted, and when that was last done."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, primary_key=True, related_name="+")
    day = models.DateField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"


class FaqUpload(models.Model):
    """A file that staff uploaded, between its dry run and the import; it is kept for a day at most. See `bot.faq.exchange.upload`."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    mode = models.CharField(max_length=10)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
