"""FAQ: a question that staff answer in their own words, because the catalogue has no facet for it."""

from __future__ import annotations

from django.db import models

from bot.catalogue.models import Agency
from bot.catalogue.models.agency import KEY_VALIDATOR


class Faq(models.Model):
    """One question and its answer, in Indonesian and Japanese; a city inherits its nation's and overrides them by key."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="faq")
    key = models.CharField(max_length=40, validators=[KEY_VALIDATOR])
    question = models.JSONField()
    answer = models.JSONField()
    sources = models.JSONField(default=list, blank=True)
    published = models.BooleanField(default=True)

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
