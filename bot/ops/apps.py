from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Commands that run and check an installation."""

    name = "bot.ops"
    label = "ops"
