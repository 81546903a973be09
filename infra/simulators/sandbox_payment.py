"""The payment provider `sandbox`: charges by our reference, captures and refunds by our ids, signed webhooks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from infra.simulators import lent
from infra.simulators.answers import Refused, amount_field, read_object, text_field
from infra.simulators.faults import Faults, parse_faults
from infra.simulators.provider import NEXT, LostAnswers, World, new_id, payer_signs, require_signature
from infra.simulators.signature import SandboxSigner

CHARGES, CAPTURES, REFUNDS, CARDS = "sandbox charge", "sandbox capture", "sandbox refund", "sandbox card"
LENT = "sandbox lent token"
OUTCOMES = {"pay": "succeeded", "fail": "failed"}
PUBLIC = ("id", "reference", "amount", "currency", "status")


class SandboxPayment:
    code = "sandbox"

    def __init__(self, world: World, secret: str) -> None:
        self._world = world
        self._lost = LostAnswers()
        self.signer = SandboxSigner("sandbox payment", secret)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/charges", self._create),
            web.get("/charges/{reference}", self._show),
            web.post("/charges/{reference}/close", self._close),
            web.post("/charges/{reference}/captures", self._capture),
            web.post("/charges/{reference}/refunds", self._refund),
            web.post("/tokens/{token}/forget", self._forget),
            web.post("/agentic_commerce/delegate_payment", self._lend),
        ]

    def describe(self, reference: str) -> dict[str, Any]:
        charge = self._charge(reference)
        return {name: charge[name] for name in PUBLIC} | {"return_url": charge.get("return_url", "")}

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        faults = _faults(body)
        outcome = body.get("outcome")
        self._lost.arm(reference, faults)
        if faults.next_refund:
            self._world.store.put(CHARGES, reference, self._charge(reference) | {"next_refund": faults.next_refund})
        if outcome is None and faults.waits:
            return {"reference": reference, "armed": True}
        charge = self._charge(reference)
        if outcome == "refund":
            # Somebody gives money back in the provider's own console: the shop did not ask for it.
            refund = self._given_back(charge, new_id("console"), body.get("amount", self._taken(charge) - self._back(reference)))
            return {**self.describe(reference), "refund": refund["refund_id"], "webhooks": []}
        if outcome == "abandon":
            return {**self.describe(reference), "webhooks": []}
        if outcome not in OUTCOMES:
            raise Refused(422, "invalid", "outcome must be one of pay, fail, abandon, refund")
        status = "authorized" if outcome == "pay" and charge.get("manual") else OUTCOMES[str(outcome)]
        if charge["status"] not in {"pending", status}:
            raise Refused(409, "charge_not_pending", f"the charge is {charge['status']}")
        # A later "pay" again repeats the same event, as a provider does whose first message was lost.
        charge |= {"status": status, "event": charge.get("event") or new_id("sbxevt"), **payer_signs(body)}
        if charge.get("save") and outcome == "pay":
            charge["card"] = self._kept(body, charge)
        self._world.store.put(CHARGES, reference, charge)
        statuses = await self._notify(charge, charge["event"], f"charge.{status}", {}, faults)
        return {**self.describe(reference), "webhooks": statuses}

    async def _create(self, request: web.Request) -> web.Response:
        await self._signed(request)
        body = await read_object(request)
        reference = text_field(body, "reference")
        if reference == NEXT:
            raise Refused(422, "invalid", "this reference is reserved")
        wanted = {"amount": amount_field(body, "amount"), "currency": text_field(body, "currency")}
        charge = {"id": new_id("sbx"), "reference": reference, **wanted, "status": "pending", "manual": body.get("capture") == "manual"}
        charge |= {"notify_url": text_field(body, "notify_url"), "return_url": str(body.get("return_url") or "")}
        charge |= {"save": True} if body.get("save") is True else {}
        card = self._card(text_field(body, "token"), body) if "token" in body else None
        if self._world.store.add(CHARGES, reference, charge):
            charge = self._paid_by(card, charge) if card else charge
        else:
            charge = self._charge(reference)
            if any(charge[name] != value for name, value in wanted.items()):
                raise Refused(409, "reference_reused", "the reference exists with another amount or currency")
        pay_url = f"{self._world.public_url}/sandbox/payments/{self.code}/{reference}"
        answer = {**self._shown(charge), "pay_url": pay_url}
        return self._lost.answer(request, reference, 201, answer)

    def _paid_by(self, card: dict[str, Any], charge: dict[str, Any]) -> dict[str, Any]:
        """At once, unless the card's owner is to be asked (`then: ask`), or it is no good any more (`then: decline`)."""
        if card["then"] == "ask":
            return charge
        good = "authorized" if charge["manual"] else "succeeded"
        status = "failed" if card["then"] == "decline" else good
        charge |= {"status": status, "event": new_id("sbxevt")}
        self._world.store.put(CHARGES, charge["reference"], charge)
        self._world.webhooks.later(self._notify(charge, charge["event"], f"charge.{status}", {}, Faults()))
        return charge

    def _kept(self, body: dict[str, Any], charge: dict[str, Any]) -> dict[str, Any]:
        """The body's `card` says what is shown of it, and what becomes of a payment with it (`then`: pay, ask, decline)."""
        shown = {"brand": "visa", "last4": "4242", "expires": "2039-12", "then": "pay", **(body.get("card") or {})}
        card = {name: str(value) for name, value in shown.items()} | {"token": new_id("sbxtok")}
        card["fingerprint"] = f"{card['brand']}-{card['last4']}-{card['expires']}"
        card = charge.get("card") or card
        self._world.store.put(CARDS, card["token"], card)
        return card

    async def _lend(self, request: web.Request) -> web.Response:
        """A buyer's wallet has a token made for one payment (ACP, delegated payment). `then`: what becomes of it, as of a kept card."""
        body = await read_object(request)
        allowance = body.get("allowance")
        if not isinstance(allowance, dict) or allowance.get("reason") != "one_time":
            raise Refused(422, "invalid", "allowance: {reason: one_time, max_amount, currency, checkout_session_id, expires_at}")
        told = {name: text_field(allowance, name) for name in ("currency", "checkout_session_id", "expires_at")}
        try:
            datetime.fromisoformat(told["expires_at"])
        except ValueError as error:
            raise Refused(422, "invalid", "expires_at is a time") from error
        token = new_id(lent.PREFIX)
        made = {"token": token, "then": str(body.get("then") or "pay"), "max_amount": amount_field(allowance, "max_amount"), **told}
        self._world.store.put(LENT, token, made)
        return web.json_response({"id": token, "created": self._world.unix(), "metadata": {}}, status=201)

    def _card(self, token: str, charge: dict[str, Any]) -> dict[str, Any]:
        if (allowance := self._world.store.get(LENT, token)) is not None:
            known = self._world.store.get(CHARGES, str(charge.get("reference"))) is not None
            if not known and (refused := lent.refusal(allowance, charge, datetime.fromtimestamp(self._world.unix(), UTC))):
                raise Refused(409, refused, "the token does not pay this")
            self._world.store.put(LENT, token, allowance | {"used_by": charge["reference"]})
            return allowance
        card = self._world.store.get(CARDS, token)
        if card is None or card.get("forgotten"):
            raise Refused(409, "token_not_found", "nothing is kept under this token")
        return card

    async def _forget(self, request: web.Request) -> web.Response:
        await self._signed(request)
        card = self._world.store.get(CARDS, request.match_info["token"])
        if card is None:
            raise Refused(404, "not_found", "nothing is kept under this token")
        self._world.store.put(CARDS, card["token"], card | {"forgotten": True})
        return web.json_response({"token": card["token"], "forgotten": True})

    async def _show(self, request: web.Request) -> web.Response:
        await require_signature(request, self.signer.secret, self._world.unix, always=False)
        return web.json_response(self._shown(self._charge(request.match_info["reference"])))

    async def _close(self, request: web.Request) -> web.Response:
        await self._signed(request)
        charge = self._charge(request.match_info["reference"])
        if charge["status"] == "succeeded":
            raise Refused(409, "charge_succeeded", "the customer has paid")
        if charge["status"] in ("pending", "authorized"):
            # What was captured stays so; the rest is let go.
            charge |= {"status": "succeeded", "released": True} if self._captures(charge["reference"]) else {"status": "closed"}
            self._world.store.put(CHARGES, charge["reference"], charge)
        return self._lost.answer(request, charge["reference"], 200, self._shown(charge))

    async def _capture(self, request: web.Request) -> web.Response:
        await self._signed(request)
        charge = self._charge(request.match_info["reference"])
        reference = charge["reference"]
        body = await read_object(request)
        capture_id, amount = text_field(body, "capture_id"), amount_field(body, "amount")
        capture = self._world.store.get(CAPTURES, capture_id)
        if capture is None:
            if charge["status"] != "authorized":
                raise Refused(409, "charge_not_authorized", f"the charge is {charge['status']}")
            left = charge["amount"] - self._taken(charge) - amount
            if left < 0:
                raise Refused(422, "capture_too_large", f"{left + amount} can still be captured")
            capture = {"id": new_id("sbxcap"), "capture_id": capture_id, "reference": reference, "amount": amount}
            self._world.store.put(CAPTURES, capture_id, capture)
            if left == 0:
                charge["status"] = "succeeded"
                self._world.store.put(CHARGES, reference, charge)
            told = {**capture, "status": "succeeded"}
            self._world.webhooks.later(self._notify(charge, f"{capture['id']}_taken", "capture.succeeded", told, Faults()))
        elif capture["amount"] != amount or capture["reference"] != reference:
            raise Refused(409, "capture_id_reused", "the capture id exists for something else")
        return self._lost.answer(request, reference, 201, capture)

    async def _refund(self, request: web.Request) -> web.Response:
        await self._signed(request)
        charge = self._charge(request.match_info["reference"])
        reference = charge["reference"]
        body = await read_object(request)
        refund_id, amount = text_field(body, "refund_id"), amount_field(body, "amount")
        refund = self._world.store.get(REFUNDS, refund_id)
        if refund is None:
            refund = self._given_back(charge, refund_id, amount)
        elif refund["amount"] != amount or refund["reference"] != reference:
            raise Refused(409, "refund_id_reused", "the refund id exists for something else")
        return self._lost.answer(request, reference, 201, {name: value for name, value in refund.items() if name != "event"})

    def _given_back(self, charge: dict[str, Any], refund_id: str, amount: object) -> dict[str, Any]:
        reference, taken = charge["reference"], self._taken(charge)
        if not taken:
            raise Refused(409, "charge_not_paid", f"the charge is {charge['status']}")
        left = taken - self._back(reference)
        if type(amount) is not int or not 0 < amount <= left:
            raise Refused(422, "refund_too_large", f"{left} can still be refunded")
        status = charge.get("next_refund") or "succeeded"
        self._world.store.put(CHARGES, reference, charge | {"next_refund": ""})
        refund = {"id": new_id("sbxref"), "refund_id": refund_id, "reference": reference, "amount": amount}
        refund |= {"currency": charge["currency"], "status": status, "event": new_id("sbxevt")}
        self._world.store.put(REFUNDS, refund_id, refund)
        if status != "pending":
            self._world.webhooks.later(self._notify(charge, refund["event"], f"refund.{status}", refund, Faults()))
        return refund

    def _back(self, reference: str) -> int:
        """Also what is under way; not what failed."""
        return sum(one["amount"] for one in self._world.store.all(REFUNDS) if one["reference"] == reference and one["status"] != "failed")

    async def _notify(self, charge: dict[str, Any], event: str, kind: str, part: dict[str, Any], faults: Faults) -> list[int]:
        """`part`: the capture or refund that is told of."""
        data = {name: charge[name] for name in PUBLIC} | payer_signs(charge)
        if "refund_id" in part:
            data |= {"amount": part["amount"], "status": part["status"], "refund_id": part["refund_id"]}
        elif part:
            data |= {name: part[name] for name in ("id", "capture_id", "amount", "status")}
        if faults.amount_mismatch:
            data["amount"] += 1
        payload = {"id": event, "type": kind, "created": self._world.unix(), "data": data}
        return await self._world.webhooks.send(self.signer, charge["notify_url"], payload, faults)

    async def _signed(self, request: web.Request) -> None:
        await require_signature(request, self.signer.secret, self._world.unix)

    def _captures(self, reference: str) -> list[dict[str, Any]]:
        return [one for one in self._world.store.all(CAPTURES) if one["reference"] == reference]

    def _taken(self, charge: dict[str, Any]) -> int:
        """Of what the customer agreed to, what has moved."""
        if charge.get("manual"):
            return sum(one["amount"] for one in self._captures(charge["reference"]))
        return int(charge["amount"]) if charge["status"] == "succeeded" else 0

    def _shown(self, charge: dict[str, Any]) -> dict[str, Any]:
        shown = {name: charge[name] for name in PUBLIC} | payer_signs(charge)
        if card := charge.get("card"):
            kept = self._world.store.get(CARDS, card["token"])
            shown |= {"card": card} if kept and not kept.get("forgotten") else {}
        parts = [{"id": one["id"], "amount": one["amount"]} for one in self._captures(charge["reference"])]
        return shown | {"captures": parts, "released": bool(charge.get("released"))} if charge.get("manual") else shown

    def _charge(self, reference: str) -> dict[str, Any]:
        charge = self._world.store.get(CHARGES, reference)
        if charge is None:
            raise Refused(404, "not_found", f"there is no charge {reference}")
        return charge


def _faults(body: dict[str, Any]) -> Faults:
    try:
        return parse_faults(body.get("faults"))
    except ValueError as error:
        raise Refused(422, "invalid", str(error)) from error
