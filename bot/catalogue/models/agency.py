"""Agencies, their offices with opening hours, and the life events that bundle services."""

from __future__ import annotations

import functools
import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

KEY_VALIDATOR = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "A key has lower-case letters, digits and single hyphens only.")
# An agency's pages stand under /console/<key>/; under these stand others.
RESERVED_KEYS = frozenset({"account", "invitation", "language", "sign-in", "sign-out"})


@functools.cache
def _timezones() -> set[str]:
    # Python goes through some five hundred files for it each time.
    return zoneinfo.available_timezones()


def _existing_timezone(name: str) -> None:
    if name not in _timezones():
        raise ValidationError(f"{name!r} is not a time zone of the IANA database; write for example Asia/Jakarta.")


class Agency(models.Model):
    """A government body that answers citizens. It offers its own services and those of its parents."""

    class Kind(models.TextChoices):
        NATIONAL = "national"
        PROVINCE = "province"
        REGENCY = "regency"
        CITY = "city"

    class Country(models.TextChoices):
        INDONESIA = "ID"
        JAPAN = "JP"

    key = models.CharField(max_length=40, unique=True, validators=[KEY_VALIDATOR])
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    country = models.CharField(max_length=2, choices=Country.choices)
    subdivision = models.CharField(max_length=8, blank=True, help_text="ISO 3166-2 part after the hyphen, for regional holidays.")
    timezone = models.CharField(max_length=40, validators=[_existing_timezone])
    default_language = models.CharField(max_length=2, choices=[("id", "Bahasa Indonesia"), ("ja", "日本語")])
    name = models.JSONField()
    contact = models.JSONField(null=True, blank=True)
    general_contact = models.JSONField(
        null=True, blank=True, help_text="Whom to ask about a service for which no office is named, where that is not `contact`."
    )
    complaint = models.JSONField(null=True, blank=True)
    illegal_fee = models.JSONField(null=True, blank=True)
    distress = models.JSONField(
        default=dict, blank=True, help_text="What to tell somebody in danger (self_harm, violence, emergency), with the numbers to call."
    )
    sources = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("key",)
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        """Refuse a reserved key, a parent of another country, and a chain of parents that runs in a circle."""
        if self.key in RESERVED_KEYS:
            raise ValidationError({"key": f"{self.key!r} is taken by a page of the staff console; choose another key."})
        ancestor, seen = self.parent, {self.pk}
        while ancestor is not None:
            if ancestor.pk in seen:
                raise ValidationError({"parent": "An agency cannot be its own ancestor."})
            if ancestor.country != self.country:
                raise ValidationError({"parent": f"{ancestor.key} belongs to another country than {self.key}."})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent

    @property
    def lineage(self) -> list[Agency]:
        """This agency, its parent, its parent's parent, ... up to the nation."""
        chain: list[Agency] = [self]
        while (parent := chain[-1].parent) is not None and len(chain) < 10:
            chain.append(parent)
        return chain


class Office(models.Model):
    """A place where citizens are served."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="offices")
    key = models.CharField(max_length=40, validators=[KEY_VALIDATOR])
    name = models.JSONField()
    address = models.JSONField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    hours_known = models.BooleanField(default=False, help_text="Off: the hours are not known, which is not the same as closed.")
    hours_note = models.JSONField(null=True, blank=True)
    closed_on_public_holidays = models.BooleanField(default=True)
    sources = models.JSONField(default=list, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    edited_by_staff = models.BooleanField(default=False, help_text="Content files leave it alone.")

    class Meta:
        ordering = ("agency", "key")
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="office_key_once_an_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.key}"


class OpeningInterval(models.Model):
    """One stretch of a weekday in which an office is open, in the agency's time zone."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="intervals")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)], help_text="0 is Monday.")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ("weekday", "opens")
        constraints = [models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="interval_opens_before_it_closes")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(models.Model):
    """Days on which an office is closed, once (YYYY-MM-DD) or every year (MM-DD; may run over New Year)."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="closures")
    first_day = models.CharField(max_length=10)
    last_day = models.CharField(max_length=10)
    reason = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.first_day}..{self.last_day}"


class LifeEvent(models.Model):
    """Something that happens in a life, and the services it calls for, in order."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="life_events")
    key = models.CharField(max_length=40, validators=[KEY_VALIDATOR])
    name = models.JSONField()
    intro = models.JSONField(null=True, blank=True)
    aliases = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("agency", "key")
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="life_event_key_once_an_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.key}"


class LifeEventStep(models.Model):
    """One service within a life event."""

    life_event = models.ForeignKey(LifeEvent, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    service_key = models.CharField(max_length=40, validators=[KEY_VALIDATOR])
    hint = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.service_key
