"""The addresses that platforms call."""

from __future__ import annotations

from django.urls import path

from channels.webhook import receive

WEBHOOKS = "hooks/"

urlpatterns = [path(f"{WEBHOOKS}<slug:path>", receive, name="webhook")]
