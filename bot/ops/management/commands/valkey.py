"""`manage.py valkey`: the embedded Valkey by itself, for whoever starts the processes one by one."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from bot.environment import environment
from bot.ops import embedded_valkey
from bot.ops.problem import Problem, plain_problems


class Command(BaseCommand):
    """Run the embedded Valkey server in the foreground."""

    help = "Run the embedded Valkey server in the foreground."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Become the server."""
        env = environment()
        if env.redis_url:
            self.stderr.write("REDIS_URL is set, so the embedded Valkey is not used: empty it, or start that server instead.")
            sys.exit(1)
        try:
            with plain_problems():
                embedded_valkey.check_is_free(env)
                command = embedded_valkey.command(env)
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(1)
        os.execv(command[0], command)
