"""Stands in for Telegram's Bot API: python -m tests.standins.telegram --port 8081 --token 123456:ABC"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from aiohttp import web

from tests.standins import control, serve
from tests.standins.telegram_api import Api
from tests.standins.telegram_control import Control
from tests.standins.telegram_state import World


def application(tokens: Sequence[str], routes: dict[str, str] | None = None) -> web.Application:
    """The stand-in as an application, for a server of one's own.

    Raises:
        ValueError: a token has another form than <number>:<letters>.
    """
    for token in tokens:
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
            raise ValueError("A bot's token looks like 123456:ABC-DEF1234.")
    world = World(list(tokens), routes or {})
    api = Api(world)
    controls = Control(world, api)
    app = web.Application(client_max_size=4 * 1024**2)
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[A-Za-z]+}", api.handle)
    control.add_routes(app, world, controls.actions(), controls.state)

    async def close(app: web.Application) -> None:
        await api.delivery.close()
        await world.outgoing.close()

    app.on_cleanup.append(close)
    return app


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description="A stand-in of Telegram's Bot API on this machine, with a phone to write from.")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", action="append", required=True, help="a bot's token; may be given again for more bots")
    parser.add_argument("--route", action="append", default=[], metavar="PUBLIC=LOCAL", help="where calls to a public address go instead")
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input ends")
    given = parser.parse_args()
    serve.run(application(given.token, control.parse_routes(given.route)), given.port, given.with_parent)


if __name__ == "__main__":
    main()
