"""The simulated provider of Chinese e-invoices: takes a request, issues a moment later, says so in a signed message.

POST /sandbox/fapiao/{key}: `{"outcome": "issued"}` (`adds`: fen by which its total is wrong) or `{"outcome": "failed", "reason": …}`
for one that is held, with `faults` (faults.py); `{"replay": true}` sends its message again.
For key `next`: `hold` (nothing is issued by itself), `down`, `login_expired`, `refuses` (a reason), `confirmation` (`pending` or `failed`
of red ones), and `faults` of the next call (`http_timeout_after_commit` …).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from infra.simulators.answers import Refused, read_object, text_field
from infra.simulators.fapiao.rules import refusals, total
from infra.simulators.faults import NONE, parse_faults
from infra.simulators.provider import NEXT, LostAnswers, World, require_signature
from infra.simulators.signature import SandboxSigner

_INVOICES, _CONFIRMATIONS, _SWITCHES = "fapiao", "fapiao red confirmation", "fapiao switches"
_SWITCH_NAMES = ("hold", "down", "login_expired", "refuses", "confirmation")
Invoice = dict[str, Any]


class FapiaoPlatform:
    code = "sandbox"

    def __init__(self, world: World, secret: str) -> None:
        self._world = world
        self._lost = LostAnswers()
        self.signer = SandboxSigner("fapiao", secret)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/invoices", self._answering(self._issue)),
            web.get("/invoices/{key}", self._answering(self._show)),
            web.post("/red_confirmations", self._answering(self._confirm)),
            web.get("/session", self._answering(self._session, always=True)),
        ]

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            faults = parse_faults(body.get("faults"))
        except ValueError as error:
            raise Refused(422, "invalid", str(error)) from error
        if reference == NEXT:
            self._lost.arm(NEXT, faults)
            kept = {name: body[name] for name in _SWITCH_NAMES if name in body}
            self._world.store.put(_SWITCHES, NEXT, self._switches() | kept)
            return self._switches()
        invoice = self._invoice(reference)
        if not body.get("replay"):
            if body.get("outcome") not in ("issued", "failed"):
                raise Refused(422, "invalid", "outcome must be issued or failed")
            invoice["net"] += int(body.get("adds") or 0)
            self._end(invoice, str(body["outcome"]), str(body.get("reason") or ""))
        sent = await self._world.webhooks.send(self.signer, invoice["notify_url"], {"keys": [reference]}, faults)
        return {"status": invoice["status"], "number": invoice["number"], "webhooks": sent}

    def describe(self, reference: str) -> dict[str, Any]:
        if reference == NEXT:
            return {"invoices": self.all(), **self._switches()}
        return self._invoice(reference)

    def all(self) -> list[Invoice]:
        return self._world.store.all(_INVOICES)

    def _answering(
        self, work: Callable[[web.Request], Awaitable[web.StreamResponse]], *, always: bool = False
    ) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            await require_signature(request, self.signer.secret, self._world.unix)
            if self._switches().get("down"):
                return web.json_response({"error": "down"}, status=503)
            if self._switches().get("login_expired") and not always:
                return web.json_response({"error": "login_expired"}, status=423)
            return await work(request)

        return handle

    async def _session(self, _request: web.Request) -> web.Response:
        return web.json_response({"signed_in": not self._switches().get("login_expired")})

    async def _issue(self, request: web.Request) -> web.StreamResponse:
        body = await read_object(request)
        key = text_field(body, "key")
        if (known := self._world.store.get(_INVOICES, key)) is not None:
            return self._lost.answer(request, key, 202, _told(known))
        if faults := list(self._refusals(body)):
            return web.json_response({"reason": "; ".join(faults)}, status=422)
        net, tax = total(body["rows"])
        invoice = {
            **body, "status": "pending", "number": "", "issued_at": "", "file_url": "", "reason_failed": "", "net": net, "tax": tax,
        }  # fmt: skip
        self._keep(invoice)
        if not self._switches().get("hold"):
            self._world.webhooks.later(self._by_itself(key))
        return self._lost.answer(request, key, 202, _told(invoice))

    async def _by_itself(self, key: str) -> None:
        invoice = self._invoice(key)
        if invoice["status"] == "pending":
            self._end(invoice, "issued", "")
            await self._world.webhooks.send(self.signer, invoice["notify_url"], {"keys": [key]}, NONE)

    def _refusals(self, body: Invoice) -> list[str]:
        said = self._switches().get("refuses")
        faults = [str(said)] if said else list(refusals(body))
        if body["colour"] == "red" and not faults:
            blue = next((one for one in self.all() if one["number"] == body["blue_number"] and one["status"] == "issued"), None)
            confirmation = self._world.store.get(_CONFIRMATIONS, body["key"])
            if blue is None:
                return ["there is no such blue invoice"]
            if confirmation is None or confirmation["number"] != body["confirmation"]:
                return ["the tax bureau has confirmed nothing"]
            gone = [
                one for one in self.all() if one["colour"] == "red" and one["blue_number"] == blue["number"] and one["status"] != "failed"
            ]
            before = [sum(one[name] for one in gone) + total(body["rows"])[n] for n, name in enumerate(("net", "tax"))]
            if -before[0] > blue["net"] or -before[1] > blue["tax"]:
                return ["红字金额超过蓝字发票"]
        return faults

    async def _confirm(self, request: web.Request) -> web.StreamResponse:
        body = await read_object(request)
        key, how = text_field(body, "key"), self._switches().get("confirmation") or "issued"
        if faults := list(refusals(body)):
            return web.json_response({"reason": "; ".join(faults)}, status=422)
        number = f"{len(self._world.store.all(_CONFIRMATIONS)) + 1:020d}"
        known = self._world.store.get(_CONFIRMATIONS, key) or {"key": key, "number": number}
        known |= {"status": how, "reason": "购买方未确认" if how == "failed" else ""}
        self._world.store.put(_CONFIRMATIONS, key, known)
        return self._lost.answer(request, key, 202, known)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        found = self._world.store.get(_INVOICES, request.match_info["key"])
        return web.json_response(_told(found) if found else {"error": "unknown"}, status=200 if found else 404)

    def _end(self, invoice: Invoice, outcome: str, reason: str) -> None:
        """What is issued stays so."""
        if invoice["status"] == "issued":
            return
        number = f"26{sum(one['status'] == 'issued' for one in self.all()) + 1:018d}"
        at = datetime.fromtimestamp(self._world.unix(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        url = f"{self._world.public_url}/sandbox/fapiao/{invoice['key']}"
        done = {"status": "issued", "number": number, "issued_at": at, "file_url": url}
        invoice |= done if outcome == "issued" else {"status": "failed", "reason_failed": reason or "refused"}
        self._keep(invoice)

    def _keep(self, invoice: Invoice) -> None:
        self._world.store.put(_INVOICES, invoice["key"], invoice)

    def _switches(self) -> dict[str, Any]:
        return self._world.store.get(_SWITCHES, NEXT) or {}

    def _invoice(self, key: str) -> Invoice:
        found = self._world.store.get(_INVOICES, key)
        if found is None:
            raise Refused(404, "not_found", f"there is no e-invoice {key}")
        return found


def _told(invoice: Invoice) -> dict[str, Any]:
    told = {name: invoice[name] for name in ("key", "status", "number", "issued_at", "file_url")}
    return told | {"reason": invoice["reason_failed"], "total": invoice["net"] + invoice["tax"]}
