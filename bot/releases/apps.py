from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Trainings, the releases that they lead to, and which release answers."""

    name = "bot.releases"
    label = "releases"

    def ready(self) -> None:
        from bot.releases import words  # noqa: F401 - the record of changes shows them on every page
