from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """The inbox of questions: what the bot could not answer well, and what staff make of it."""

    name = "bot.questions"
    label = "questions"

    def ready(self) -> None:
        from bot.questions import words  # noqa: F401 - the record of changes shows them on every page
