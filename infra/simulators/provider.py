"""What every simulated provider is: an API the shop calls, and a switch in the hand of its customer or courier."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from infra.simulators.answers import Refused
from infra.simulators.faults import Faults
from infra.simulators.signature import HEADER, verify
from infra.simulators.store import Store
from infra.simulators.webhooks import Signer, Webhooks

NEXT = "next"  # the reference that means: whatever the shop asks for next


@dataclass(frozen=True)
class World:
    """What all simulators share."""

    store: Store
    webhooks: Webhooks
    unix: Callable[[], int]
    public_url: str


class Provider(Protocol):
    """One module per provider; adding one is a module and a line in `world.py`."""

    code: str

    @property
    def signer(self) -> Signer: ...

    def routes(self) -> list[web.RouteDef]:
        """The provider's own API, relative to its base URL."""
        ...

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the control of api.md asks for: the customer pays, the parcel moves. Raises Refused."""
        ...

    def describe(self, reference: str) -> dict[str, Any]:
        """What a person may see of it; a payment has at least reference, amount, currency, status, return_url. Raises Refused."""
        ...


def payer_signs(body: dict[str, Any]) -> dict[str, Any]:
    """What a test says of the payer: `risk`, and `payer_country`, their card's."""
    return {name: str(body[name]) for name in ("risk", "payer_country") if name in body}


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(10)}"


class LostAnswers:
    """Holds the armed faults that lose an answer, each for one API call about one reference (or the next about any)."""

    def __init__(self) -> None:
        self._armed: dict[str, Faults] = {}

    def arm(self, reference: str, faults: Faults) -> None:
        if faults.loses_answer:
            self._armed[reference] = faults

    def lost(self, request: web.Request, reference: str) -> web.Response | None:
        """What comes in place of the answer, if it is to be lost. What was asked for is done by now."""
        for armed in (reference, NEXT):
            faults = self._armed.pop(armed, None)
            if faults is None:
                continue
            if faults.http_timeout_after_commit and request.transport is not None:
                request.transport.close()
            return web.json_response({"error": "internal"}, status=500)
        return None

    def answer(self, request: web.Request, reference: str, status: int, body: dict[str, Any]) -> web.Response:
        return self.lost(request, reference) or web.json_response(body, status=status)


async def require_signature(request: web.Request, secret: str, unix: Callable[[], int], *, always: bool = True) -> None:
    """Raises Refused unless the shop signed the request; a read may come unsigned."""
    header = request.headers.get(HEADER, "")
    if not header and not always:
        return
    if not verify(secret, header, await request.read(), unix()):
        raise Refused(401, "bad_signature", f"{HEADER} is missing, wrong or out of time")
