"""One model, one action server and one database for all the dialogues; a conversation of its own for each test."""

from __future__ import annotations

import asyncio
import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import seed
from tests.dialogue.talk import Chat, Citizens

NewChat = Callable[..., Chat]


@pytest.fixture(scope="package")
def loop() -> Iterator[asyncio.Runner]:
    """The event loop on which every dialogue runs."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="package")
def content(django_db_setup: None, django_db_blocker: DjangoDbBlocker, seed_file: Path) -> Iterator[None]:
    """The seed content in the tests' database for as long as dialogues are held; committed, so that the action server sees it."""
    from django.core.management import call_command

    from bot.catalogue import snapshot

    with django_db_blocker.unblock():
        seed.copy_into_test_database(seed_file)
        snapshot.forget()
        yield
        call_command("flush", interactive=False, verbosity=0)
        snapshot.forget()


@pytest.fixture(scope="package")
def action_server(content: None) -> Iterator[str]:
    """The URL of an action server that reads the tests' database."""
    from bot.ops.local_actions import local_actions

    database = settings.DATABASES["default"]["NAME"]
    with mock.patch.dict(os.environ, {"DATABASE_URL": f"sqlite:///{database}"}), local_actions() as url:
        yield url


@pytest.fixture(scope="package")
def citizens(trained_model: Path, action_server: str, loop: asyncio.Runner) -> Citizens:
    """The loaded model."""
    with warnings.catch_warnings(record=True):  # of TensorFlow and its kin while they are imported; they undo filters
        warnings.simplefilter("always")
        return Citizens.load(loop, trained_model, action_server)


@pytest.fixture
def chat(citizens: Citizens) -> NewChat:
    """Begins conversations: `chat()`, `chat("fukuoka", language="ja")`."""

    def begin(agency: str = "banyuwangi", language: str | None = None) -> Chat:
        return Chat(citizens, agency, language)

    return begin
