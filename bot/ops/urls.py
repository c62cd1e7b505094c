"""Addresses for load balancers and monitoring."""

from __future__ import annotations

from django.urls import path

from bot.ops import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
