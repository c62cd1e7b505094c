"""Accounts of agencies with messaging platforms, and the citizens who write there."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app of accounts and contacts."""

    name = "bot.accounts"
