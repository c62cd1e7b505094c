from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Who may do what in the staff console."""

    name = "bot.staff"
    label = "staff"
