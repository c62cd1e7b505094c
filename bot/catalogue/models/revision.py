"""A counter that tells every process when what the bot knows has changed."""

from __future__ import annotations

from django.db import models


class Revision(models.Model):
    """One row; `number` grows with every change to the catalogue or the FAQ, in the same transaction."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class LoadedFile(models.Model):
    """A seed file as it was last loaded, so that loading again touches only what changed in the files, not what staff edited."""

    path = models.CharField(max_length=300, unique=True)
    digest = models.CharField(max_length=64)
    keys = models.JSONField(
        default=list, blank=True, help_text="What the file held: an entry that has gone from it is removed, one that staff made stays."
    )

    def __str__(self) -> str:
        return self.path
