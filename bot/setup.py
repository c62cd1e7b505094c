"""Django for code that Rasa starts (`rasa train`, `rasa shell`, the action server) and not manage.py."""

from __future__ import annotations

import os


def ensure_django() -> None:
    """Set Django up once; does nothing when it is already running."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
    import django
    from django.apps import apps

    if not (apps.ready or apps.apps_ready or apps.loading):
        django.setup()
