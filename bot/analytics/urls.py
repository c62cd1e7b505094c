"""The address of the public pages of figures."""

from __future__ import annotations

from django.urls import path

from bot.analytics import public

urlpatterns = [path("transparency/<slug:agency>", public.page, name="transparency")]
