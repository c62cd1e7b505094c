from django.apps import AppConfig


class WebchatConfig(AppConfig):
    """The page on which one tries the assistant."""

    name = "bot.webchat"
    label = "webchat"
