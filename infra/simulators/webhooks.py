"""Sends signed messages to the shop and repeats them until they are acknowledged, in accelerated time."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from infra.simulators.faults import Faults
from infra.simulators.store import Store

UNREACHABLE = 0
_HELD_AT_MOST = 3.0


@dataclass(frozen=True)
class Signed:
    body: bytes
    headers: dict[str, str]


class Signer(Protocol):
    """Who sends. Every attempt is signed anew, with its own time, from the same content."""

    @property
    def name(self) -> str:
        """What its waiting messages are stored under."""
        ...

    @property
    def retry_after(self) -> tuple[float, ...]:
        """The pauses between attempts, in accelerated seconds."""
        ...

    def message(self, content: str, unix: int, faults: Faults) -> Signed: ...

    def accepted(self, status: int, answer: bytes) -> bool:
        """Whether the answer is an acknowledgement."""
        ...


def accelerated(*seconds: float) -> tuple[float, ...]:
    """A real provider's retry schedule at 240 times its speed: four minutes become one second."""
    return tuple(round(second / 240, 2) for second in seconds)


class Webhooks:
    def __init__(self, store: Store, unix: Callable[[], int], retry_after: tuple[float, ...] | None = None) -> None:
        """`retry_after` replaces the schedules of all signers."""
        self._store = store
        self._unix = unix
        self._retry_after = retry_after
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._held: dict[str, list[asyncio.Event]] = {}

    async def start(self, signers: list[Signer]) -> None:
        """Takes up what was not acknowledged before the last stop."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        by_name = {signer.name: signer for signer in signers}
        for message in self._store.waiting():
            if signer := by_name.get(message.sender):
                self._spawn(self._deliver(signer, message.url, message.body, Faults(), message.id))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def send(self, signer: Signer, url: str, payload: dict[str, Any], faults: Faults) -> list[int]:
        """The HTTP statuses of the first attempt of every copy (0: not reachable); empty when dropped, delayed or held back."""
        if faults.drop:
            return []
        content = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        copies = []
        for _ in range(1 + faults.duplicate):
            first: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            # A forged message is not kept for later: nobody repeats an attack after a restart.
            number = None if faults.forged else self._store.queue(signer.name, url, content)
            self._spawn(self._deliver(signer, url, content, faults, number, first))
            copies.append(first)
        if faults.delay or faults.reorder:
            return []
        return list(await asyncio.gather(*copies))

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs it after the answer the caller is about to give has left."""

        async def soon() -> None:
            try:
                await asyncio.sleep(0.05)
                await work
            finally:
                work.close()

        self._spawn(soon())

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(
        self, signer: Signer, url: str, content: str, faults: Faults, number: int | None, first: asyncio.Future[int] | None = None
    ) -> None:
        await asyncio.sleep(faults.delay)
        if faults.reorder:
            await self._overtaken(signer)
        pauses = signer.retry_after if self._retry_after is None else self._retry_after
        for pause in (0.0, *(() if faults.forged else pauses)):
            await asyncio.sleep(pause)
            status, answer = await self._attempt(signer, url, content, faults)
            if first is not None and not first.done():
                first.set_result(status)
            if not faults.reorder:
                self._release(signer)
            if signer.accepted(status, answer):
                break
        if number is not None:
            self._store.done(number)

    async def _overtaken(self, signer: Signer) -> None:
        event = asyncio.Event()
        self._held.setdefault(signer.name, []).append(event)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), _HELD_AT_MOST)

    def _release(self, signer: Signer) -> None:
        for event in self._held.pop(signer.name, []):
            event.set()

    async def _attempt(self, signer: Signer, url: str, content: str, faults: Faults) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("start() first")
        unix = self._unix() - 3600 * faults.old_timestamp + 3600 * faults.future_timestamp
        signed = signer.message(content, unix, faults)
        try:
            async with self._session.post(url, data=signed.body, headers=signed.headers) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            return UNREACHABLE, b""
