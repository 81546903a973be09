"""The simulated providers on loopback, and a box in which their webhooks wait until a test hands them to the shop."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import urllib3
from aiohttp import web

from infra.simulators.keys import complete
from infra.simulators.merchant import Merchant
from infra.simulators.world import SimulatedWorld
from tests.support.served_world import served_world

PATHS = {"stripe": "", "alipay": "/gateway.do", "wechatpay": "", "unionpay": ""}


@dataclass
class Hook:
    """A webhook as it came."""

    code: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Outside:
    url: str
    shop_keys: dict[str, Any]
    own_keys: dict[str, Any]
    world: SimulatedWorld
    loop: asyncio.AbstractEventLoop
    box: list[Hook] = field(default_factory=list)
    http: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def base(self, code: str) -> str:
        return f"{self.url}/sandbox/providers/payments/{code}{PATHS.get(code, '')}"

    def act(self, code: str, reference: str, outcome: str | None = "pay", **faults: Any) -> dict[str, Any]:
        """`risk` and `payer_country` among them: what the provider is to think of the payer."""
        signs = {name: faults.pop(name) for name in ("risk", "payer_country") if name in faults}
        body = json.dumps({"outcome": outcome, "faults": faults, **signs}).encode()
        answer = self.http.request("POST", f"{self.url}/sandbox/payments/{code}/{reference}", body=body)
        assert answer.status == 200, answer.data
        content: dict[str, Any] = json.loads(answer.data)
        return content

    def refunds(self, code: str, reference: str) -> list[int]:
        """The amounts given back over there."""

        async def look() -> list[int]:
            merchant = self.world.payments[code]
            assert isinstance(merchant, Merchant)
            return [refund["amount"] for refund in merchant.refunds_of(reference)]

        return asyncio.run_coroutine_threadsafe(look(), self.loop).result(5)

    def given_back(self, code: str, reference: str) -> int:
        """In all, over there: also what is under way, not what failed."""

        async def look() -> int:
            merchant = self.world.payments[code]
            assert isinstance(merchant, Merchant)
            return merchant.given_back(merchant.trade(reference))

        return asyncio.run_coroutine_threadsafe(look(), self.loop).result(5)

    def silence(self) -> None:
        """What is still on its way, from the test before, arrives nowhere; the box is empty."""

        async def drop() -> None:
            sending = list(self.world._webhooks._tasks)
            for task in sending:
                task.cancel()
            await asyncio.gather(*sending, return_exceptions=True)
            await asyncio.sleep(0.01)  # for what the box's own server has taken in already

        asyncio.run_coroutine_threadsafe(drop(), self.loop).result(5)
        self.box.clear()

    def hooks(self, count: int = 1, code: str | None = None) -> list[Hook]:
        """Takes `count` webhooks (of one provider) out of the box; waits for them."""
        until = time.monotonic() + 5
        while True:
            found = [hook for hook in list(self.box) if code in (None, hook.code)][:count]
            if len(found) == count:
                break
            assert time.monotonic() < until, f"{len(found)} of {count} webhooks"
            time.sleep(0.005)
        for hook in found:
            self.box.remove(hook)
        return found


@contextmanager
def outside() -> Iterator[Outside]:
    shop, own = complete({}, {})
    box: list[Hook] = []

    async def hook(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        box.append(Hook(request.match_info["code"], headers, await request.read()))
        return web.Response(text="success")

    with served_world(shop, own, "/v1/webhooks/payments/{code}", hook) as served:
        made = Outside(served.url, shop, own, served.world, served.loop, box)
        try:
            yield made
        finally:
            made.http.clear()
