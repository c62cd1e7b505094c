from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Conversations and their messages, and the people who take them over."""

    name = "bot.desk"
    label = "desk"

    def ready(self) -> None:
        import bot.desk.audit  # noqa: F401 - its words are wanted by whoever lists what was done
