"""The address of the record of changes."""

from __future__ import annotations

from django.urls import path

from bot.console.audit import views

urlpatterns = [path("", views.changes, name="audit")]
