"""Rasa custom actions, one module a subject: thin, they ask the catalogue and let `bot.answers` word the reply."""

from bot.setup import ensure_django

ensure_django()
