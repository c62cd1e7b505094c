"""The staff's group on a messaging platform as a desk: which topic shows which handoff, and who of the group is which colleague."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bot.accounts.models import ChannelAccount
from bot.desk.models.handoff import Handoff


class Topic(models.Model):
    """The topic in which one handoff is shown, and up to where it has been shown.

    What is new is read behind the two positions, so a process that dies shows its last post twice at worst, and loses none.
    """

    handoff = models.OneToOneField(Handoff, on_delete=models.CASCADE, primary_key=True, related_name="topic")
    account = models.ForeignKey(ChannelAccount, on_delete=models.CASCADE, related_name="topics")
    group = models.CharField(max_length=40)
    thread = models.BigIntegerField(help_text="The platform's id of the topic.")
    message_position = models.BigIntegerField(default=0, help_text="The id of the last message of the conversation that was shown.")
    event_position = models.BigIntegerField(default=0, help_text="The id of the last event of the handoff that was shown.")
    is_closed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "group", "thread"], name="topic_once_a_group")]
        indexes = [models.Index(fields=["handoff"], condition=models.Q(is_closed=False), name="topic_open")]

    def __str__(self) -> str:
        return f"{self.handoff_id} {self.thread}"


class TopicNotice(models.Model):
    """A sentence of ours for the topic, in answer to what a colleague did there."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="notices")
    source = models.CharField(max_length=150, unique=True, help_text="What it answers, so that it is said once.")
    text = models.CharField(max_length=500)
    is_sent = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["topic"], condition=models.Q(is_sent=False), name="topic_notice_waiting")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.pk}"


class TopicMember(models.Model):
    """Somebody of the group who is known as a colleague; the platform's id of the person is kept as a keyed hash only."""

    account = models.ForeignKey(ChannelAccount, on_delete=models.CASCADE, related_name="topic_members")
    person = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "person"], name="topic_member_once_an_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.user_id}"
