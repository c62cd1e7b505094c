"""The addresses that platforms call."""

from __future__ import annotations

from django.urls import path

from channels.webhook import receive

urlpatterns = [path("hooks/<slug:path>", receive, name="webhook")]
