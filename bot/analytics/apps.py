from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Figures about what citizens ask and how they are answered."""

    name = "bot.analytics"
    label = "analytics"
