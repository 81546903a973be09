"""Simulated outside warehouse systems on loopback, and the shop's own queues between the event and the message."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import pytest
import urllib3
from aiohttp import web

from functions.notifications.app import app as notifications_app
from functions.notifications.app import hand_out_events, sweep_messages
from functions.notifications.model.lane import SETTLE
from functions.shared.outside import clock
from functions.warehouse.app import app as warehouse_app
from functions.warehouse.store.records import WarehouseTable
from tests.integration.notifications.webhooks.subscribers import work
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.served_world import served_world

TOLD = ("pick.requested", "pick.changed")


@cache
def owner() -> dict[str, str]:
    return bearer("owner")


def as_owner(method: str, path: str, body: Any = None, **headers: str) -> Answer:
    app = notifications_app if "/webhook_" in path else warehouse_app
    return Client(app).call(method, path, body, {**owner(), **headers})


@dataclass
class Systems:
    url: str
    http: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def address(self, name: str) -> str:
        return f"{self.url}/sandbox/providers/wms/{name}"

    def ask(self, method: str, name: str, body: Any = None) -> Any:
        raw = json.dumps(body).encode() if body is not None else None
        answer = self.http.request(method, f"{self.url}/sandbox/wms/{name}", body=raw)
        assert answer.status == 200, answer.data
        return json.loads(answer.data)

    def fail(self, name: str, **faults: int) -> None:
        self.ask("POST", name, {"faults": faults})

    def messages(self, name: str) -> list[Any]:
        found: list[Any] = self.ask("GET", name)["messages"]
        return found

    def runs(self, warehouse: str, name: str | None = None) -> dict[str, Any]:
        """The system `name` runs the warehouse from now on, and knows the secrets."""
        name = name or warehouse
        told = as_owner("PUT", f"/v1/admin/warehouses/{warehouse}/wms", {"url": self.address(name)})
        assert told.status == 200, told.text
        known: dict[str, Any] = told.json
        secrets = {key: known[key] for key in ("secret", "answers_secret") if known[key]}
        self.ask("POST", name, {**secrets, "answers_url": f"{self.url}/v1/webhooks/wms/{warehouse}"})
        return known

    def answers(self, name: str, type_: str, pick: Any, lines: Any = (), **more: Any) -> list[int]:
        body = {"answer": type_, "pick_id": pick["id"], "lines": list(lines), **more}
        statuses: list[int] = self.ask("POST", name, body)["webhooks"]
        return statuses


@contextmanager
def simulated_systems(patch: pytest.MonkeyPatch) -> Iterator[Systems]:
    """Their answers reach the shop."""
    keys = {f"sandbox_{one}": {"secret": "of nobody here"} for one in ("payment", "courier")}

    async def hook(request: web.Request) -> web.Response:
        headers, raw = dict(request.headers), await request.read()
        answer = await asyncio.to_thread(Client(warehouse_app).call, "POST", request.path, raw, headers)
        return web.Response(status=answer.status, text=answer.text)

    with served_world(keys, None, "/v1/webhooks/wms/{name}", hook) as served:
        patch.setenv("QUEUE_WEBHOOK_MESSAGES", boto3.client("sqs").create_queue(QueueName="webhook-messages")["QueueUrl"])
        made = Systems(served.url)
        try:
            yield made
        finally:
            made.http.clear()


def handed_out(times: int = 2) -> None:
    """The bus tells of pick requests, more than once."""
    for _ in range(times):
        told = sqs_of_events(events_in(WarehouseTable, *TOLD))
        assert hand_out_events(told, None) == {"batchItemFailures": []}


def sent(context: Any = None) -> int:
    """What is due is sent, as soon as it has waited for its elders; how many turns of workers that took."""
    with clock.frozen(clock.now() + SETTLE):
        return work(context)


def swept() -> int:
    sweep_messages({}, None)
    return sent()
