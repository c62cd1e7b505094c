"""Rasa is imported once, with its packages' warnings kept apart."""

from __future__ import annotations

import warnings

import pytest


@pytest.fixture(scope="session", autouse=True)
def rasa_imported() -> None:
    """They undo the filters that would silence them."""
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        import bot.nlu.decision_maker  # noqa: F401
