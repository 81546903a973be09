"""What the simulated couriers have in common: parcels by their numbers, the driver's hand, and what can go wrong with them.

POST /sandbox/couriers/{courier}/{number}: `status` (with `at`, `text`, `place`, or `code` for the courier's own), `faults`,
`replay` (all it has sent of this parcel, unchanged); for number `next`: `down` and `refuses` (provinces it does not go to).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar

from aiohttp import web

from infra.simulators.answers import Refused
from infra.simulators.faults import NONE, parse_faults
from infra.simulators.provider import NEXT, LostAnswers, World
from infra.simulators.sandbox_courier import STATUSES
from infra.simulators.webhooks import Signer

Parcel = dict[str, Any]
Entry = dict[str, Any]
SHANGHAI = timezone(timedelta(hours=8))
COLLECTED = frozenset(STATUSES) - {"PENDING", "INFO_RECEIVED", "EXCEPTION", "EXPIRED", "CANCELLED"}


class CourierSimulator(ABC):
    """`codes`: the courier's own code for each of our statuses that it knows. `forged_by`: faults that make its message not its own."""

    code = ""
    codes: ClassVar[Mapping[str, str]] = {}
    forged_by: ClassVar[tuple[str, ...]] = ("tamper", "wrong_key")

    def __init__(self, world: World, shop: Entry, signer: Signer) -> None:
        self.world, self.shop, self.signer, self.lost = world, shop, signer, LostAnswers()
        self._kind = f"{self.code} parcel"

    @abstractmethod
    def told(self, parcel: Parcel, event: dict[str, str]) -> dict[str, Any]:
        """The content of the message about the parcel's newest event."""

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            faults = parse_faults(body.get("faults"))
        except ValueError as error:
            raise Refused(422, "invalid", str(error)) from error
        self.lost.arm(reference, faults)
        if reference == NEXT or (faults.loses_answer and "status" not in body):
            kept = {name: body[name] for name in ("down", "refuses") if name in body}
            self.world.store.put(self.code, NEXT, self._switches() | kept)
            return {"number": reference, "armed": True, **self._switches()}
        parcel = self.parcel(reference)
        if body.get("replay"):
            sent = parcel["sent"]
            return {"number": reference, "webhooks": [one for content in sent for one in await self._send(parcel, content)]}
        event = self._event(body)
        parcel["events"].append(event)
        content = self.told(parcel, event)
        parcel["sent"].append(content)
        self.keep(parcel)
        statuses = await self.world.webhooks.send(self.signer, parcel["notify_url"], content, faults)
        return {"number": reference, "event": event, "webhooks": statuses}

    async def _send(self, parcel: Parcel, content: dict[str, Any]) -> list[int]:
        return await self.world.webhooks.send(self.signer, parcel["notify_url"], content, NONE)

    def _event(self, body: dict[str, Any]) -> dict[str, str]:
        status = str(body.get("status"))
        if status not in self.codes and not body.get("code"):
            raise Refused(422, "invalid", f"status must be one of {', '.join(self.codes)}, or code be given")
        text, place = STATUSES.get(status, (status, ""))
        event = {"at": str(body.get("at") or self.now()), "status": status, "code": str(body.get("code") or self.codes[status])}
        return event | {"text": str(body.get("text") or text), "place": str(body.get("place") or place)}

    def describe(self, reference: str) -> dict[str, Any]:
        return {name: value for name, value in self.parcel(reference).items() if name not in ("sent", "salt")}

    def parcel(self, number: str) -> Parcel:
        found = self.world.store.get(self._kind, number)
        if found is None:
            raise Refused(404, "not_found", f"there is no parcel {number}")
        return found

    def find(self, number: str) -> Parcel | None:
        return self.world.store.get(self._kind, number)

    def open(self, number: str, notify_url: str, **more: Any) -> Parcel:
        """The parcel of that number, as it is or as a new one."""
        parcel = {"number": number, "events": [], "sent": []} | (self.find(number) or {}) | {"notify_url": notify_url, **more}
        self.keep(parcel)
        return parcel

    def keep(self, parcel: Parcel) -> None:
        self.world.store.put(self._kind, parcel["number"], parcel)

    def live(self) -> list[str]:
        """Numbers of waybills that are not void."""
        return [one["number"] for one in self.world.store.all(self._kind) if not one.get("void")]

    def goes_to(self, province: str) -> bool:
        return not any(one and one in province for one in self._switches().get("refuses", []))

    def collected(self, parcel: Parcel) -> bool:
        return any(event["status"] in COLLECTED for event in parcel["events"])

    def answering(self, work: Callable[[web.Request], Awaitable[tuple[str, web.Response]]]) -> Callable[[web.Request], Any]:
        """`work` gives the parcel's reference with the answer, so that an answer can get lost after the work is done."""

        async def handle(request: web.Request) -> web.Response:
            if self._switches().get("down"):
                return web.Response(status=503, text="down")
            reference, answer = await work(request)
            return self.lost.lost(request, reference) or answer

        return handle

    def _switches(self) -> dict[str, Any]:
        return self.world.store.get(self.code, NEXT) or {}

    def now(self) -> str:
        return datetime.fromtimestamp(self.world.unix(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @staticmethod
    def in_shanghai(at: str) -> str:
        return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
