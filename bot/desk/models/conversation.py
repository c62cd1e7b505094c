"""Conversations and their messages, and what citizens say about the bot."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from bot.accounts.models import Contact
from bot.catalogue.models import Agency


class Conversation(models.Model):
    """One citizen's dialogue with one agency on one channel."""

    class Owner(models.TextChoices):
        BOT = "bot"
        QUEUE = "queue"
        OPERATOR = "operator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conversations")
    channel = models.CharField(max_length=20)
    owner = models.CharField(max_length=10, choices=Owner.choices, default=Owner.BOT)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversations")
    language = models.CharField(max_length=2, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.id)


class Message(models.Model):
    """One message in either direction, after masking."""

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"

    class Status(models.TextChoices):
        RECEIVED = "received"
        QUEUED = "queued"
        SENT = "sent"
        DELIVERED = "delivered"
        READ = "read"
        ERRORED = "errored"
        FAILED = "failed"

    class Author(models.TextChoices):
        """Who wrote what went out; empty for what came in."""

        NOBODY = "", "-"
        BOT = "bot"
        OPERATOR = "operator"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    external_id = models.CharField(max_length=100, help_text="The platform's id of an incoming message; ours of an outgoing one.")
    text = models.TextField(blank=True)
    content = models.JSONField(default=dict, blank=True, help_text="Quick replies, link, location of an outgoing message.")
    understanding = models.JSONField(null=True, blank=True, help_text="Intent, confidence, services and decision for an incoming message.")
    author = models.CharField(max_length=8, choices=Author.choices, blank=True, default="")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    release = models.PositiveIntegerField(
        null=True, blank=True, help_text="The release that understood or answered it; null is the model of the files, or no model."
    )
    status = models.CharField(max_length=10, choices=Status.choices)
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    sent = models.DateTimeField(null=True, blank=True)
    parts_sent = models.PositiveSmallIntegerField(default=0, help_text="How many parts of a long message the platform has accepted.")
    provider_ids = models.JSONField(default=list, blank=True, help_text="The platform's ids of the accepted parts.")
    error_code = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=300, blank=True, help_text="Why it waits or has failed, for staff.")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["conversation", "direction", "external_id"], name="message_once_a_conversation"),
        ]
        indexes = [
            # The few that wait for a second attempt, among millions.
            models.Index(fields=["error_code"], condition=models.Q(status="errored"), name="message_errored"),
            # For the figures: those that failed since they were last counted.
            models.Index(fields=["id"], condition=models.Q(status="failed"), name="message_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.external_id}"


class Feedback(models.Model):
    """What a citizen said about the bot."""

    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="feedback")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="feedback")
    helpful = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    source = models.CharField(
        max_length=150, unique=True, help_text="Conversation and message, so that a message handled again after a crash is stored once."
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"{self.agency_id} {self.created:%Y-%m-%d}"
