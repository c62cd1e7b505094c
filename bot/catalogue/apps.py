from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Agencies, offices, services and life events."""

    name = "bot.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from bot.catalogue import revision

        revision.watch_changes()
