"""Prepared answers of the operators."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from bot.catalogue.models import Agency


class CannedReply(models.Model):
    """A prepared answer in both languages, called by `/shortcut`.

    Variables in the text: `{operator}`, `{agency}`, `{unit}`, `{service}`, `{contact}`.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="canned_replies")
    shortcut = models.CharField(max_length=30, validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$")])
    title = models.JSONField(help_text="For operators: {id, ja}.")
    text = models.JSONField(help_text="For citizens: {id, ja}; a language that is missing cannot be inserted.")
    used = models.PositiveIntegerField(default=0)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("shortcut",)
        verbose_name_plural = "canned replies"
        constraints = [models.UniqueConstraint(fields=["agency", "shortcut"], name="shortcut_once_an_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.shortcut}"
