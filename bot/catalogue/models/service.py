"""Services and their dated fees, legal basis and phrases.

The facets follow the components of a service standard (Permenpan RB 15/2014). A facet that a city leaves empty (null, or no rows)
is inherited from its parent agency: see `bot.catalogue.merge`.
"""

from __future__ import annotations

from django.db import models

from bot.catalogue.models.agency import KEY_VALIDATOR, Agency

# Facets kept as JSON in the shape that service.schema.json publishes under the same name.
JSON_FACETS = (
    "name",
    "short_name",
    "summary",
    "product",
    "who",
    "requirements",
    "procedure",
    "processing_time",
    "deadline",
    "validity",
    "late",
    "fee_note",
    "where",
    "online",
    "form",
    "complaint",
    "notes",
    "left_to_agency",
    "standard_notes",
    "related",
    "provenance",
)


class Service(models.Model):
    """One agency's record of a service; several agencies of one lineage may hold a record of the same key."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="services")
    key = models.CharField(max_length=40, validators=[KEY_VALIDATOR])
    hidden = models.BooleanField(default=False, help_text="The agency does not offer this inherited service.")
    category = models.CharField(max_length=20, blank=True)
    name = models.JSONField(null=True, blank=True)
    short_name = models.JSONField(null=True, blank=True)
    summary = models.JSONField(null=True, blank=True)
    product = models.JSONField(null=True, blank=True)
    who = models.JSONField(null=True, blank=True)
    requirements = models.JSONField(null=True, blank=True)
    procedure = models.JSONField(null=True, blank=True)
    processing_time = models.JSONField(null=True, blank=True)
    deadline = models.JSONField(null=True, blank=True)
    validity = models.JSONField(null=True, blank=True)
    late = models.JSONField(null=True, blank=True)
    fee_note = models.JSONField(null=True, blank=True)
    where = models.JSONField(null=True, blank=True)
    online = models.JSONField(null=True, blank=True)
    form = models.JSONField(null=True, blank=True)
    complaint = models.JSONField(null=True, blank=True)
    notes = models.JSONField(null=True, blank=True)
    left_to_agency = models.JSONField(null=True, blank=True, help_text="Facets that the agency still has to fill in.")
    standard_notes = models.JSONField(null=True, blank=True, help_text="Components of the service standard without a field of their own.")
    related = models.JSONField(null=True, blank=True)
    provenance = models.JSONField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True, db_index=True)
    review_due = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("agency", "key")
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="service_key_once_an_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.key}"


class Fee(models.Model):
    """An amount in whole units of its currency and the days on which it holds; no amount: not certain, or set by the agency."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="fees")
    position = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField(null=True, blank=True)
    amount_max = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, choices=[("IDR", "IDR"), ("JPY", "JPY")])
    label = models.JSONField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="fee_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_max__isnull=True) | models.Q(amount__lte=models.F("amount_max")),
                name="fee_range_is_not_turned_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class LegalBasis(models.Model):
    """A law or regulation that a service rests on."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="legal_basis")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField()
    number = models.CharField(max_length=100)
    article = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "legal bases"

    def __str__(self) -> str:
        return self.number


class Phrase(models.Model):
    """A name citizens use for a service (alias), or a question they ask about it (example)."""

    class Kind(models.TextChoices):
        ALIAS = "alias"
        EXAMPLE = "example"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phrases")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["service", "kind", "language", "text"], name="phrase_once_a_service")]

    def __str__(self) -> str:
        return self.text
