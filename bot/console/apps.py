from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The pages of the staff console."""

    name = "bot.console"
    label = "console"
