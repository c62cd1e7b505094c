"""Who serves citizens where and when: an agency's desk, its units with their hours, and who is on duty."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from bot.catalogue.models import Agency, Office
from bot.catalogue.models.agency import KEY_VALIDATOR


class DeskSettings(models.Model):
    """An agency's desk. Without a row it is switched off."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, primary_key=True, related_name="desk_settings")
    enabled = models.BooleanField(default=False)
    takes_callbacks = models.BooleanField(default=True, help_text="Offer to call back while nobody is there.")
    asks_satisfaction = models.BooleanField(default=True)
    # Minutes. Beyond the first the supervisor is warned; beyond the second the promise is broken.
    first_reply_warning = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1), MaxValueValidator(1440)])
    first_reply_within = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(1), MaxValueValidator(1440)])
    transcript_days = models.PositiveSmallIntegerField(default=365, validators=[MinValueValidator(7), MaxValueValidator(3650)])
    telegram_account = models.ForeignKey(
        "accounts.ChannelAccount",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The bot in the staff's group.",
    )
    telegram_group = models.CharField(max_length=40, blank=True, help_text="The id of a group with topics that serves as a desk.")
    group_lost_at = models.DateTimeField(null=True, blank=True, help_text="Since when the platform lets nothing be written in that group.")

    def __str__(self) -> str:
        return f"{self.agency_id}"


class Unit(models.Model):
    """A part of an agency that serves citizens. Without units an agency serves as a whole, at any hour at which somebody is on duty.

    Its hours are those of `office`, or its own; with neither it is open whenever somebody is on duty.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="units")
    key = models.CharField(max_length=40, validators=[KEY_VALIDATOR])
    name = models.JSONField(help_text="In both languages: {id, ja}.")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.SET_NULL, related_name="units")
    services = models.JSONField(default=list, blank=True, help_text="Keys of the services that it knows; empty: all of them.")
    languages = models.JSONField(default=list, blank=True, help_text="Languages that its people speak; empty: all.")
    closed_on_public_holidays = models.BooleanField(default=True)
    overflow_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="overflows_from")
    overflow_after = models.PositiveSmallIntegerField(default=15, help_text="Minutes of waiting after which the other unit serves too.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("agency", "position", "key")
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="unit_key_once_an_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.key}"


class UnitHours(models.Model):
    """One stretch of a weekday in which a unit serves, in the agency's time zone; a lunch break lies between two of them."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)], help_text="0 is Monday.")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ("weekday", "opens")
        constraints = [models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="unit_opens_before_it_closes")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class SpecialDay(models.Model):
    """A day on which a unit is closed, or open at other hours (both times given)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="special_days")
    day = models.DateField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    reason = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("day",)
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="special_day_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.day}"


class Duty(models.Model):
    """An operator's desk in one agency: what they can serve, and whether they are there.

    They are on duty while `available` is on and their page has been heard from within the last two minutes (`seen`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="duties")
    units = models.ManyToManyField(Unit, blank=True, related_name="operators", help_text="None: all units.")
    languages = models.JSONField(default=list, blank=True, help_text="Languages in which they can write; empty: all.")
    capacity = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1), MaxValueValidator(50)])
    available = models.BooleanField(default=False)
    seen = models.DateTimeField(null=True, blank=True)
    went_on_duty = models.DateTimeField(null=True, blank=True, help_text="When they last said that they are on duty.")

    class Meta:
        verbose_name_plural = "duties"
        constraints = [models.UniqueConstraint(fields=["user", "agency"], name="duty_once_a_person_and_agency")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.agency_id}"
