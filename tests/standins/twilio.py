"""Stands in for Twilio: python -m tests.standins.twilio --port 8082 --account ACxxx:token --sender +14155238886"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence

from aiohttp import web

from tests.standins import control, serve
from tests.standins.twilio_api import Api
from tests.standins.twilio_control import Control
from tests.standins.twilio_state import Options, World


def application(
    accounts: Sequence[str], senders: Sequence[str], routes: Mapping[str, str] | None = None, options: Options | None = None
) -> web.Application:
    """The stand-in as an application, for a server of one's own. `accounts`: sid:token; `senders`: number or number@sid.

    Raises:
        ValueError: an account or a sender has another form.
    """
    tokens = dict(account.split(":", 1) for account in accounts if re.fullmatch(r"AC[0-9a-f]{32}:\S+", account))
    owners = {number: owner or next(iter(tokens), "") for number, _, owner in (sender.partition("@") for sender in senders)}
    if len(tokens) != len(accounts) or not tokens:
        raise ValueError("An account looks like AC0123456789abcdef0123456789abcdef:token.")
    if not all(re.fullmatch(r"\+\d{7,15}", number) and owner in tokens for number, owner in owners.items()):
        raise ValueError("A sender looks like +14155238886 or +14155238886@AC..., with the sid of a given account.")
    world = World(tokens, owners, dict(routes or {}), options or Options())
    api = Api(world)
    controls = Control(world, api.messages)
    app = web.Application(client_max_size=4 * 1024**2)
    control.add_routes(app, world, controls.actions(), controls.state)
    api.add_routes(app)

    async def close(app: web.Application) -> None:
        await api.messages.delivery.close()
        await world.outgoing.close()

    app.on_cleanup.append(close)
    return app


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description="A stand-in of Twilio on this machine, with a phone to write from.")
    parser.add_argument("--port", type=int, default=8082, help="0 takes a free one")
    parser.add_argument("--account", action="append", required=True, metavar="SID:TOKEN", help="may be given again")
    parser.add_argument("--sender", action="append", required=True, metavar="NUMBER[@SID]", help="may be given again")
    parser.add_argument("--route", action="append", default=[], metavar="PUBLIC=LOCAL", help="where calls to a public address go instead")
    parser.add_argument("--retry-for", type=float, default=60.0, metavar="SECONDS", help="how long a webhook is called again")
    parser.add_argument("--no-retry", action="store_true", help="call a webhook once only, as Twilio does unless told otherwise")
    parser.add_argument("--advanced-opt-out", action="store_true", help="STOP and START are handled by Twilio too")
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input ends")
    given = parser.parse_args()
    options = Options(0.0 if given.no_retry else given.retry_for, advanced_opt_out=given.advanced_opt_out)
    serve.run(application(given.account, given.sender, control.parse_routes(given.route), options), given.port, given.with_parent)


if __name__ == "__main__":
    main()
