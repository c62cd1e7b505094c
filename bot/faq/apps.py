from django.apps import AppConfig


class FaqConfig(AppConfig):
    """FAQ intents: questions and answers that staff keep."""

    name = "bot.faq"
    label = "faq"

    def ready(self) -> None:
        from bot.catalogue.revision import watch_changes
        from bot.faq.models import Faq, FaqTag, FaqVariant

        watch_changes(Faq, FaqTag, FaqVariant)
