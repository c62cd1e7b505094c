from django.apps import AppConfig


class FaqConfig(AppConfig):
    """FAQ intents: questions and answers that staff keep."""

    name = "bot.faq"
    label = "faq"

    def ready(self) -> None:
        import bot.faq.audit  # noqa: F401 - its words are wanted by whoever lists what was done
        from bot.catalogue.revision import watch_changes
        from bot.faq.models import Faq, FaqTag, FaqVariant

        watch_changes(Faq, FaqTag, FaqVariant)
