"""The action server is called over one connection that stays open, with what our actions read and nothing else."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest
from aiohttp import web

from bot.action_endpoint import ImpatientEndpoint, shortened

BODY: dict[str, Any] = {
    "next_action": "action_greet",
    "tracker": {"sender_id": "a", "slots": {"language": "id"}, "events": [{"event": "restart"}]},
    "domain": {"intents": ["greet"]},
}


class ActionServer:
    """Notes the bodies that come and the connections that they come over."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.connections: set[Any] = set()
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where actions are asked for."""
        return f"http://127.0.0.1:{self.port}/webhook"

    async def start(self) -> None:
        """Listen, on the same port as before."""
        app = web.Application()
        app.router.add_post("/webhook", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]

    async def stop(self) -> None:
        """Close every connection."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.connections.add(request.transport)
        self.bodies.append(await request.json())
        await asyncio.sleep(0)
        return web.json_response({"events": [], "responses": []})


def test_one_connection_serves_one_message_after_the_other() -> None:
    async def talk() -> ActionServer:
        server = ActionServer()
        await server.start()
        endpoint = ImpatientEndpoint(server.url)
        for _ in range(3):
            assert await endpoint.request(json=BODY, method="post") == {"events": [], "responses": []}
        await server.stop()
        return server

    assert len(asyncio.run(talk()).connections) == 1


def test_the_domain_and_earlier_events_stay_here() -> None:
    async def talk() -> ActionServer:
        server = ActionServer()
        await server.start()
        await ImpatientEndpoint(server.url).request(json=BODY, method="post")
        await server.stop()
        return server

    server = asyncio.run(talk())
    assert server.bodies == [{"next_action": "action_greet", "tracker": {"sender_id": "a", "slots": {"language": "id"}, "events": []}}]


@pytest.mark.parametrize("name", ["validate_feedback_form", "action_validate_slot_mappings"])
def test_the_validation_of_a_form_gets_everything(name: str) -> None:
    body = {**BODY, "next_action": name}
    assert shortened(body) == body
    assert shortened(BODY) != BODY


def test_several_messages_at_once_are_all_answered() -> None:
    async def talk() -> int:
        server = ActionServer()
        await server.start()
        endpoint = ImpatientEndpoint(server.url)
        answers = await asyncio.gather(*(endpoint.request(json=BODY, method="post") for _ in range(20)))
        await server.stop()
        return len([answer for answer in answers if answer is not None])

    assert asyncio.run(talk()) == 20


def test_it_finds_the_server_again_after_a_restart() -> None:
    async def talk() -> ActionServer:
        server = ActionServer()
        await server.start()
        endpoint = ImpatientEndpoint(server.url)
        await endpoint.request(json=BODY, method="post")
        await server.stop()
        await server.start()
        await endpoint.request(json=BODY, method="post")
        await server.stop()
        return server

    assert len(asyncio.run(talk()).bodies) == 2


def test_it_serves_a_second_event_loop_and_leaves_nothing_open() -> None:
    endpoints = [ImpatientEndpoint("http://127.0.0.1:1/webhook")]

    async def talk() -> int:
        server = ActionServer()
        await server.start()
        endpoints[0].url = server.url
        await endpoints[0].request(json=BODY, method="post")
        await server.stop()
        return len(server.bodies)

    assert [asyncio.run(talk()), asyncio.run(talk())] == [1, 1]
    endpoints.clear()
    gc.collect()  # whatever was left open would warn now, and a warning fails the test
