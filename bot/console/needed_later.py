"""Fields of drafts that may stay empty for now, but not in what is published."""

from __future__ import annotations

from django import forms


class LaterField(forms.CharField):
    """A text that a draft may lack; its label says that it is needed for publishing."""

    needed_later = True
