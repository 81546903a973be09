"""C09: the simulated outside warehouse system takes in what is signed, once, and fails as it is told."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientError
from standardwebhooks import Webhook

from tests.unit.infra.simulated import NOW, Simulation, simulation

SECRET, INBOX, CONTROL = "whsec_c2VjcmV0c2VjcmV0", "/sandbox/providers/wms/w1", "/sandbox/wms/w1"


async def send(world: Simulation, id_: str = "evt_1", secret: str = SECRET, unix: int = NOW) -> int:
    body = json.dumps({"type": "pick.requested"})
    signature = Webhook(secret).sign(id_, datetime.fromtimestamp(unix, UTC), body)
    headers = {"webhook-id": id_, "webhook-timestamp": str(unix), "webhook-signature": f"v1,AAAA {signature}"}
    async with world.http.post(world.world_url + INBOX, data=body, headers=headers, allow_redirects=False) as answer:
        return answer.status


async def kept(world: Simulation) -> list[Any]:
    async with world.http.get(world.world_url + CONTROL) as answer:
        found: list[Any] = (await answer.json())["messages"]
        return found


def test_it_takes_in_what_is_signed_once_and_fails_as_told() -> None:
    asyncio.run(_faults())


async def _faults() -> None:
    async with simulation() as world:
        await world.post(CONTROL, {"secret": SECRET, "faults": {"down": 1, "http_500": 1, "redirect": 1}})
        with pytest.raises(ClientError):
            await send(world)
        assert [await send(world) for _ in range(4)] == [302, 500, 200, 200]
        assert [(one["id"], one["times"]) for one in await kept(world)] == [("evt_1", 2)]
        assert await send(world, "evt_2", secret="whsec_b3RoZXI=") == 401
        assert await send(world, "evt_2", unix=NOW - 301) == 401
        assert len(await kept(world)) == 1


def test_what_it_cannot_do_is_refused() -> None:
    asyncio.run(_controls())


async def _controls() -> None:
    async with simulation() as world:
        for body in ({"faults": {"explodes": 1}}, {"faults": {"down": "much"}}, {"secret": 1}, {"answer": "pick.packed"}):
            assert (await world.post(CONTROL, body))[0] == 422
        assert (await world.post(CONTROL, {"answer": "pick.packed", "pick_id": "pick_1"}))[0] == 409
        assert await send(world) == 409
