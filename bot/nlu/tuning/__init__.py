"""Chooses weights and thresholds on the development data (`manage.py tune`). Nothing here takes part in answering."""
