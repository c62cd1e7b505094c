"""Both stand-ins let citizens write at planned moments."""

from __future__ import annotations

from tests.standins.conftest import Client, control, log, until

CITIZEN = "+628110000001"


async def test_citizens_write_in_the_order_of_their_moments(bots: Client) -> None:
    wishes = [{"chat": str(1000 + number), "text": f"ke-{number}", "after": after} for number, after in enumerate((0.06, 0.0, 0.03))]
    await control(bots, "say_many", messages=wishes)
    said = await until(bots, "said", 3)
    assert [entry["text"] for entry in said] == ["ke-1", "ke-2", "ke-0"]


async def test_nobody_writes_before_the_moment_has_come(accounts: Client) -> None:
    done = await control(accounts, "say_many", messages=[{"chat": CITIZEN, "text": "Halo", "after": 0.05}])
    (said,) = await until(accounts, "said")
    assert said["time"] >= done["began"] + 0.04


async def test_a_reset_drops_what_has_not_been_written(bots: Client) -> None:
    await control(bots, "say_many", messages=[{"chat": "1001", "text": "Halo", "after": 0.05}])
    await control(bots, "reset")
    await control(bots, "say_many", messages=[{"chat": "1002", "text": "Halo", "after": 0.1}])
    await until(bots, "said")
    assert [entry["chat"] for entry in await log(bots, "said")] == ["1002"]


async def test_a_message_without_a_moment_is_refused(bots: Client) -> None:
    async with bots.post("/control/say_many", json={"messages": [{"chat": "1001", "text": "Halo"}]}) as answer:
        assert answer.status == 400
    assert await log(bots, "said") == []
