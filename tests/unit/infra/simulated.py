"""A simulated world on a random port of the loopback, with a shop beside it that only takes webhooks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from infra.simulators.signature import HEADER, sign, verify
from infra.simulators.world import SimulatedWorld

NOW = 1_800_000_000
SECRET = "pay-secret"
COURIER_SECRET = "courier-secret"
SECRETS = {"sandbox_payment": {"secret": SECRET}, "sandbox_courier": {"secret": COURIER_SECRET}}
PAYMENTS = "/sandbox/providers/payments/sandbox"
COURIERS = "/sandbox/providers/couriers/sandbox"


@dataclass
class Received:
    signature: str
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    def genuine(self, secret: str = SECRET) -> bool:
        return verify(secret, self.signature, self.body, NOW)


@dataclass
class Simulation:
    world_url: str
    shop_url: str
    http: ClientSession
    answers: list[int]
    received: list[Received] = field(default_factory=list)

    async def post(self, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        async with self.http.post(self.world_url + path, json=body if body is not None else {}) as answer:
            return answer.status, await answer.json(content_type=None)

    async def get(self, path: str) -> tuple[int, dict[str, Any]]:
        async with self.http.get(self.world_url + path) as answer:
            return answer.status, await answer.json(content_type=None)

    async def signed(self, path: str, body: Any, secret: str = SECRET, at: int = NOW) -> tuple[int, dict[str, Any]]:
        raw = json.dumps(body).encode()
        headers = {HEADER: sign(secret, at, raw)}
        async with self.http.post(self.world_url + path, data=raw, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)

    async def charge(self, reference: str = "pay1", amount: int = 1200) -> tuple[int, dict[str, Any]]:
        body = {"reference": reference, "amount": amount, "currency": "CNY", "notify_url": f"{self.shop_url}/hook"}
        return await self.signed(f"{PAYMENTS}/charges", body | {"return_url": "http://shop.example/done"})

    async def pay(self, reference: str = "pay1", **more: Any) -> tuple[int, dict[str, Any]]:
        return await self.post(f"/sandbox/payments/sandbox/{reference}", {"outcome": "pay", **more})

    async def until_received(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.received) < count:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def simulation(answers: list[int] | None = None, file: Path | str = ":memory:") -> AsyncIterator[Simulation]:
    """`answers` are what the shop answers to the first webhooks; to later ones it answers 200."""
    given = answers if answers is not None else []
    received: list[Received] = []

    async def hook(request: web.Request) -> web.Response:
        received.append(Received(request.headers[HEADER], await request.read()))
        return web.Response(status=given.pop(0) if given else 200)

    shop_app = web.Application()
    shop_app.router.add_post("/hook", hook)
    world = SimulatedWorld(SECRETS, "http://localhost:8000", lambda: NOW, file, retry_after=(0.01, 0.02, 0.04))
    async with (
        TestServer(shop_app) as shop,
        TestServer(world.application()) as server,
        ClientSession() as http,
    ):
        urls = (str(server.make_url("")).rstrip("/"), str(shop.make_url("")).rstrip("/"))
        yield Simulation(*urls, http, given, received)
