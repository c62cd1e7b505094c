"""The part of the control API that both stand-ins share: the log, faults, routes, reset, and the phone page."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from tests.standins.faults import Faults
from tests.standins.journal import Journal
from tests.standins.outgoing import Outgoing
from tests.standins.schedule import Schedule

_FOLDER = Path(__file__).parent
_SCRIPTS = ("phone.js", "phone_story.js", "phone_bubbles.js", "phone_text.js", "phone_icons.js")
_PAGE = {
    "/": ("phone.html", "text/html"),
    "/phone.css": ("phone.css", "text/css"),
    **{f"/{name}": (name, "text/javascript") for name in _SCRIPTS},
}
Action = Callable[[dict[str, Any]], Awaitable[dict[str, Any]] | dict[str, Any]]


class Platform(Protocol):
    """What a stand-in gives to its control API."""

    journal: Journal
    faults: Faults
    outgoing: Outgoing

    def reset(self) -> None:
        """Begin anew."""


def add_routes(app: web.Application, platform: Platform, actions: dict[str, Action], state: Callable[[], dict[str, Any]]) -> None:
    """Put the control API and the phone page into an application. `actions`: what is particular to this platform, by name."""

    async def log(request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        await platform.journal.wait(after, min(float(request.query.get("wait", 0)), 30))
        entries = platform.journal.after(after)
        newest = platform.journal.last
        return web.json_response({"entries": entries, "last": entries[-1]["n"] if entries else newest, "newest": newest})

    async def show_state(request: web.Request) -> web.Response:
        violations = platform.journal.having("violation")
        return web.json_response({**state(), "violations": violations, "faults": len(platform.faults), "last": platform.journal.last})

    async def act(request: web.Request) -> web.Response:
        action = {**shared, **actions}.get(request.match_info["action"])
        if action is None:
            return web.json_response({"error": "There is no such action."}, status=404)
        try:
            wish = json.loads(await request.text() or "{}")
            done = action(wish)
            return web.json_response(done if isinstance(done, dict) else await done)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)

    def order_fault(wish: dict[str, Any]) -> dict[str, Any]:
        if wish.get("clear"):
            platform.faults.clear()
        else:
            platform.faults.order(wish)
        return {"faults": len(platform.faults)}

    def add_route(wish: dict[str, Any]) -> dict[str, Any]:
        platform.outgoing.routes[str(wish["public"])] = str(wish["local"])
        return {"routes": platform.outgoing.routes}

    def say_many(wish: dict[str, Any]) -> dict[str, Any]:
        return {"began": schedule.start(actions["say"], wish["messages"])}

    async def end_schedule(app: web.Application) -> None:
        schedule.cancel()

    def reset(wish: dict[str, Any]) -> dict[str, Any]:
        schedule.cancel()
        platform.reset()
        return {"last": platform.journal.last}

    schedule = Schedule()
    app.on_cleanup.append(end_schedule)
    shared: dict[str, Action] = {"faults": order_fault, "route": add_route, "say_many": say_many, "reset": reset}
    app.router.add_get("/control/log", log)
    app.router.add_get("/control/state", show_state)
    app.router.add_post("/control/{action}", act)
    for path in _PAGE:
        app.router.add_get(path, _page)


async def _page(request: web.Request) -> web.Response:
    name, content_type = _PAGE[request.path]
    # Read anew each time: whoever works on the page sees the change.
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=content_type, headers={"Cache-Control": "no-store"})


def parse_routes(values: list[str]) -> dict[str, str]:
    """Routes from the command line, each `public=local`.

    Raises:
        ValueError: one has another form.
    """
    return {value.split("=", 1)[0]: value.split("=", 1)[1] for value in values}
