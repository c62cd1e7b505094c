"""Lua scripts, sent once and then called by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import redis.asyncio
from redis.exceptions import NoScriptError


class Script:
    """A script that runs atomically on the server."""

    def __init__(self, source: str) -> None:
        self.source = source
        # The protocol demands SHA-1 as the script's name; nothing depends on its strength.
        self.sha = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()

    async def __call__(self, client: redis.asyncio.Redis[str], keys: Sequence[str], arguments: Sequence[str | int] = ()) -> Any:
        """Run it; keys must share a hash tag."""
        untyped: Any = client
        everything = [*keys, *map(str, arguments)]
        try:
            return await untyped.evalsha(self.sha, len(keys), *everything)
        except NoScriptError:
            return await untyped.eval(self.source, len(keys), *everything)
