"""The simulated couriers on loopback, and a box in which their messages wait until a test hands them to the shop."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
import urllib3
from aiohttp import web

from functions.orders.app import app
from functions.shared.outside import outbound, provider_keys
from functions.shared.plain import settings
from functions.shipping import Courier, Webhook, courier
from functions.shipping.points import find_points
from infra.simulators.keys import complete, courier_entries
from infra.simulators.parcels import CourierSimulator
from infra.simulators.world import SimulatedWorld
from tests.support.http import Answer, Client
from tests.support.served_world import served_world

SECRET = "couriers-test"


@dataclass(frozen=True)
class Hook:
    """A message as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str:
        return self.path.partition("/couriers/")[2].partition("/")[2]

    def webhook(self, body: bytes | None = None, token: str | None = None, headers: dict[str, str] | None = None) -> Webhook:
        return Webhook(
            self.headers if headers is None else headers,
            self.body if body is None else body,
            self.token if token is None else token,
            "2027-01-15T08:00:00.000Z",
        )

    def deliver(self, *, body: bytes | None = None, headers: dict[str, str] | None = None, path: str | None = None) -> Answer:
        kept = {name: value for name, value in self.headers.items() if name not in ("host", "content-length")}
        raw = self.body if body is None else body
        return Client(app).call("POST", path or self.path, raw, kept if headers is None else headers)


@dataclass
class Couriers:
    url: str
    keys: dict[str, Any]
    world: SimulatedWorld
    loop: asyncio.AbstractEventLoop
    box: list[Hook] = field(default_factory=list)
    http: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def act(
        self, name: str, number: str, status: str | None = None, /, *, faults: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        body = {"faults": faults or {}, **({"status": status} if status else {}), **more}
        answer = self.http.request("POST", f"{self.url}/sandbox/couriers/{name}/{number}", body=json.dumps(body).encode())
        assert answer.status == 200, answer.data
        content: dict[str, Any] = json.loads(answer.data)
        return content

    def point(self, point_id: str, /, **changes: Any) -> None:
        """Somebody closes or moves a pick-up point; of `next`: none is told any more."""
        answer = self.http.request("POST", f"{self.url}/sandbox/points/inpost/{point_id}", body=json.dumps(changes).encode())
        assert answer.status == 200, answer.data

    def hooks(self, count: int = 1) -> list[Hook]:
        """Takes the next `count` messages out of the box; waits for them."""
        until = time.monotonic() + 5
        while len(self.box) < count:
            assert time.monotonic() < until, f"{len(self.box)} of {count} messages"
            time.sleep(0.005)
        found, self.box[:] = self.box[:count], self.box[count:]
        return found

    def moved(self, name: str, number: str, status: str | None = None, /, **more: Any) -> Hook:
        self.act(name, number, status, **more)
        return self.hooks()[0]

    def live(self, code: str) -> list[str]:
        """The numbers that are not void over there."""

        async def look() -> list[str]:
            simulator = self.world.couriers[code]
            assert isinstance(simulator, CourierSimulator)
            return simulator.live()

        return asyncio.run_coroutine_threadsafe(look(), self.loop).result(5)

    def put_keys(self, entries: dict[str, Any]) -> None:
        boto3.client("secretsmanager").put_secret_value(SecretId=SECRET, SecretString=json.dumps(entries))
        provider_keys.forget()

    def entries(self) -> dict[str, Any]:
        return courier_entries(self.keys, f"{self.url}/sandbox/providers")

    def change(self, code: str, **changes: Any) -> None:
        entries = self.entries()
        self.put_keys(entries | {code: entries[code] | changes})

    def ask(self, code: str) -> Courier:
        return courier(code)


@contextmanager
def simulated_couriers() -> Iterator[Couriers]:
    keys, _ = complete({}, {})
    box: list[Hook] = []

    async def hook(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        box.append(Hook(request.path, headers, await request.read()))
        return web.Response(text="kept")

    with served_world(keys, None, "/v1/webhooks/couriers/{rest:.+}", hook) as served:
        made = Couriers(served.url, keys, served.world, served.loop, box)
        try:
            yield made
        finally:
            made.http.clear()
            outbound._pool().clear()


@contextmanager
def shop_of(made: Couriers, patch: pytest.MonkeyPatch) -> Iterator[Couriers]:
    """The shop has the couriers' keys, and its messages go to the box, while the block runs."""
    patch.setenv("SECRET_COURIERS", SECRET)
    patch.setenv("PUBLIC_BASE_URL", made.url)
    patch.setenv("QUEUE_COURIER_WEBHOOKS", boto3.client("sqs").create_queue(QueueName="courier-webhooks")["QueueUrl"])
    boto3.client("secretsmanager").create_secret(Name=SECRET, SecretString=json.dumps(made.entries()))
    settings.settings.cache_clear()
    provider_keys.forget()
    made.box.clear()
    for code in made.world.couriers:
        if code != "sandbox":
            made.act(code, "next", down=False, refuses=[])
    made.point("next", down=False)
    made.point("WAW01A", gone=False, moved="")
    find_points.forget()
    try:
        yield made
    finally:
        boto3.client("secretsmanager").delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
        patch.undo()
        settings.settings.cache_clear()
        provider_keys.forget()
