"""Understanding: Rasa graph components and the knowledge they search. Rasa imports these modules by itself, so Django is set up here."""

from bot.setup import ensure_django

ensure_django()
