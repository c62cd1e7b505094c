"""An agency's account with a platform, and the citizens who write to it."""

from __future__ import annotations

import secrets
import uuid

from django.db import models

from bot.catalogue.models import Agency


def new_path() -> str:
    """The last part of a webhook's address, which nobody can guess."""
    return secrets.token_urlsafe(24)


class ChannelAccount(models.Model):
    """One bot or sender of an agency. What is secret is encrypted (`bot.accounts.vault`)."""

    class Mode(models.TextChoices):
        WEBHOOK = "webhook"
        POLLING = "polling"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="channel_accounts")
    channel = models.CharField(max_length=20)
    external_id = models.CharField(max_length=100, help_text="The platform's own id of the account.")
    name = models.CharField(max_length=200, blank=True, help_text="What the platform calls it, for staff.")
    credentials = models.TextField(help_text="A JSON object, encrypted.")
    settings = models.JSONField(default=dict, blank=True, help_text="What is not secret, such as templates.")
    path = models.CharField(max_length=64, unique=True, default=new_path, help_text="The last part of the webhook's address.")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.WEBHOOK)
    enabled = models.BooleanField(default=True)
    position = models.CharField(max_length=40, blank=True, help_text="Up to where a polled platform has been read.")
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="account_once_an_installation")]

    def __str__(self) -> str:
        return f"{self.channel} {self.name or self.external_id}"


class Contact(models.Model):
    """A citizen on one account: a keyed hash to find it, the address encrypted to answer it, and nothing else about the person."""

    class State(models.TextChoices):
        ACTIVE = "active"
        BLOCKED = "blocked"
        OPTED_OUT = "opted_out"
        INVALID = "invalid"

    account = models.ForeignKey(ChannelAccount, on_delete=models.CASCADE, related_name="contacts")
    address_hash = models.CharField(max_length=64)
    address = models.TextField(help_text="Encrypted.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    state_since = models.DateTimeField(null=True, blank=True)
    last_heard = models.DateTimeField(null=True, blank=True, help_text="When the citizen last wrote.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "address_hash"], name="contact_once_an_account")]

    def __str__(self) -> str:
        return f"contact {self.pk}"
