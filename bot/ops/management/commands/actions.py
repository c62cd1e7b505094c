"""`manage.py actions`: Rasa's action server with this project's actions."""

from __future__ import annotations

import argparse
import warnings
from typing import Any

from django.core.management.base import BaseCommand

from bot.environment import environment
from bot.ops.priority import let_webhooks_go_first

# Longer than the worker keeps a connection (`bot.action_endpoint`), so that none is closed while a request is on its way.
KEEP_ALIVE_SECONDS = 75


class Command(BaseCommand):
    """Run the action server until SIGTERM or Ctrl-C."""

    help = "Run the action server (rasa-sdk) with the project's actions."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare address and port."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=environment().actions_port)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        let_webhooks_go_first()
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=UserWarning)
        from rasa_sdk.endpoint import create_app

        app = create_app("actions", cors_origins="")
        app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_SECONDS
        # One worker: the catalogue's snapshot lives once, and several action servers can run beside each other.
        app.run(options["host"], options["port"], workers=1, access_log=False, motd=False)
