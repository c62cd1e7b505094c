from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Conversations and their messages; operators follow."""

    name = "bot.desk"
    label = "desk"
