"""Sends signed messages to the shop and repeats them until they are acknowledged, in accelerated time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import aiohttp

from infra.simulators.faults import Faults
from infra.simulators.signature import HEADER, sign
from infra.simulators.store import Store

RETRY_AFTER = (1.0, 2.0, 4.0, 8.0, 16.0)
UNREACHABLE = 0


@dataclass(frozen=True)
class Signer:
    """Who sends: the name its waiting messages are stored under, and its key."""

    name: str
    secret: str


class Webhooks:
    def __init__(self, store: Store, unix: Callable[[], int], retry_after: tuple[float, ...] = RETRY_AFTER) -> None:
        self._store = store
        self._unix = unix
        self._retry_after = retry_after
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self, signers: list[Signer]) -> None:
        """Takes up what was not acknowledged before the last stop."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        by_name = {signer.name: signer for signer in signers}
        for message in self._store.waiting():
            if signer := by_name.get(message.sender):
                self._spawn(self._deliver(signer, message.url, message.body.encode(), Faults(), message.id))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def send(self, signer: Signer, url: str, payload: dict[str, Any], faults: Faults) -> list[int]:
        """The HTTP statuses of the first attempt of every copy (0: not reachable); empty when dropped or delayed."""
        if faults.drop:
            return []
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        copies = []
        for _ in range(1 + faults.duplicate):
            first: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            # A forged message is not kept for later: nobody repeats an attack after a restart.
            number = None if faults.forged else self._store.queue(signer.name, url, body.decode())
            self._spawn(self._deliver(signer, url, body, faults, number, first))
            copies.append(first)
        if faults.delay:
            return []
        return list(await asyncio.gather(*copies))

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs it after the answer the caller is about to give has left."""

        async def soon() -> None:
            await asyncio.sleep(0.05)
            await work

        self._spawn(soon())

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(
        self, signer: Signer, url: str, body: bytes, faults: Faults, number: int | None, first: asyncio.Future[int] | None = None
    ) -> None:
        await asyncio.sleep(faults.delay)
        for pause in (0.0, *(() if faults.forged else self._retry_after)):
            await asyncio.sleep(pause)
            status = await self._attempt(signer, url, body, faults)
            if first is not None and not first.done():
                first.set_result(status)
            if 200 <= status < 300:
                break
        if number is not None:
            self._store.done(number)

    async def _attempt(self, signer: Signer, url: str, body: bytes, faults: Faults) -> int:
        if self._session is None:
            raise RuntimeError("start() first")
        timestamp = self._unix() - 3600 * faults.old_timestamp + 3600 * faults.future_timestamp
        header = sign("not the shared secret" if faults.wrong_key else signer.secret, timestamp, body)
        sent = body.replace(b"{", b'{"tampered":true,', 1) if faults.tamper else body
        try:
            headers = {HEADER: header, "Content-Type": "application/json"}
            async with self._session.post(url, data=sent, headers=headers) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return UNREACHABLE
