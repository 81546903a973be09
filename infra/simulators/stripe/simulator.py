"""The simulated Stripe: PaymentIntents captured at once or later, refunds, balance transactions, idempotency keys."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from infra.simulators.answers import Refused
from infra.simulators.bill_faults import fee_of
from infra.simulators.faults import NONE
from infra.simulators.merchant import Merchant
from infra.simulators.provider import World, new_id, payer_signs
from infra.simulators.stripe.granted import PARAMETER, Granted
from infra.simulators.stripe.signing import StripeSigner

Form = dict[str, str]
Work = Callable[[web.Request, Form], dict[str, Any]]
_STATES = {
    "pending": "requires_payment_method",
    "failed": "requires_payment_method",
    "authorized": "requires_capture",
    "succeeded": "succeeded",
    "closed": "canceled",
}
_TYPES = {"succeeded": "succeeded", "failed": "payment_failed", "authorized": "amount_capturable_updated", "closed": "canceled"}
_DISPUTES = {"dispute": ("created", "needs_response"), "dispute_won": ("closed", "won"), "dispute_lost": ("closed", "lost")}
_INTENT = "/v1/payment_intents/{intent}"


class Stripe(Merchant):
    code = "stripe"
    outcomes = (*Merchant.outcomes, *_DISPUTES)

    def __init__(self, world: World, shop: dict[str, Any], own: dict[str, Any]) -> None:  # noqa: ARG002 — all its keys are shared
        self._shop = shop
        super().__init__(world, StripeSigner(shop))
        self._granted = Granted(world)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v1/payment_intents", self._answering(self._create)),
            web.post("/v1/test_helpers/shared_payment/granted_tokens", self._answering(lambda _, form: self._granted.make(form))),
            web.get("/v1/shared_payment/granted_tokens/{id}", self._answering(lambda one, _: self._granted.show(one.match_info["id"]))),
            web.post("/v1/customers", self._answering(lambda *_: self._customer())),
            web.delete("/v1/customers/{customer}", self._answering(self._forget)),
            web.get("/v1/payment_intents/search", self._answering(self._search)),
            web.get(_INTENT, self._answering(lambda request, _: self._expanded(self._intent(request), request.query))),
            web.post(_INTENT + "/capture", self._answering(self._capture)),
            web.post(_INTENT + "/cancel", self._answering(self._cancel)),
            web.post("/v1/refunds", self._answering(self._refund)),
            web.get("/v1/refunds", self._answering(self._list_refunds)),
            web.post("/v1/disputes/{dispute}", self._answering(self._evidence)),
            web.get("/v1/balance_transactions", self._answering(self._balance)),
        ]

    def decided(self, trade: dict[str, Any], status: str) -> dict[str, Any]:
        if status == "succeeded" and trade["manual"] and trade["status"] in ("pending", "failed", "authorized"):
            return self.keep(trade, status="authorized")
        return super().decided(trade, status)

    def told_of_trade(self, trade: dict[str, Any]) -> dict[str, Any] | None:
        # Another event for another state, the same for a repetition.
        return self._event(f"{trade['event']}_{trade['status']}", f"payment_intent.{_TYPES[trade['status']]}", self._view(trade), trade)

    def told_of_refund(self, trade: dict[str, Any], refund: dict[str, Any]) -> dict[str, Any] | None:
        kind = "refund.failed" if refund["status"] == "failed" else "refund.updated"
        return self._event(refund["event"], kind, self._refund_view(trade, refund), trade)

    async def dispute(self, reference: str, kind: str, status: str) -> list[int]:
        """The card holder's bank takes the money back, or decides."""
        trade = self._disputed(self.trade(reference), status)
        thing = {"id": f"du_{trade['id']}", "object": "dispute", "payment_intent": f"pi_{trade['id']}", "amount": _taken(trade)}
        thing |= {"currency": trade["currency"].lower(), "reason": "fraudulent", "status": status, "metadata": {}}
        thing["evidence_details"] = {"due_by": self.world.unix() + 7 * 86_400}
        return await self.tell(trade, self._event(f"evt_du_{kind}_{trade['id']}", f"charge.dispute.{kind}", thing, trade), NONE)

    def _disputed(self, trade: dict[str, Any], status: str) -> dict[str, Any]:
        """The first message of each moves the money. Raises Refused for what was not paid, or is decided without a dispute."""
        if trade["status"] != "succeeded" or (status != "needs_response" and "disputed_at" not in trade):
            raise Refused(409, "charge_not_disputable", "only what was paid is disputed, and only what is disputed is decided")
        moved = {"needs_response": "disputed_at", "won": "dispute_won_at"}.get(status)
        return self.keep(trade, **{moved: self.world.unix()}) if moved and moved not in trade else trade

    async def act(self, reference: str, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("outcome") in _DISPUTES:
            return {**self.describe(reference), "webhooks": await self.dispute(reference, *_DISPUTES[body["outcome"]])}
        if signs := payer_signs(body):
            self.keep(self.trade(reference), **signs)
        return await super().act(reference, body)

    def _event(self, key: str, kind: str, thing: dict[str, Any], trade: dict[str, Any]) -> dict[str, Any]:
        event = {"id": key, "object": "event", "api_version": "2026-10-28.endive", "created": self.world.unix(), "livemode": False}
        event |= {"type": kind, "data": {"object": thing}, "pending_webhooks": 1}
        return event | ({"account": "acct_of_somebody_else"} if trade.get("other_merchant") else {})

    def _answering(self, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            form = {name: str(value) for name, value in (await request.post()).items()}
            key = request.headers.get("Idempotency-Key", "")
            asked, known = f"{request.path} {json.dumps(form, sort_keys=True)}", self.world.store.get("stripe key", key)
            try:
                self._check(request)
                if known is None:
                    known = {"asked": asked, "status": 200, "body": work(request, form)}
                elif known["asked"] != asked:
                    raise Refused(400, "idempotency_error", "the key was used with another request")
            except Refused as refused:
                status = 404 if refused.status == 404 else refused.status if refused.status == 401 else 400
                code = "resource_missing" if status == 404 else refused.code
                error = {"type": "invalid_request_error", "code": code, "message": refused.detail}
                return web.json_response({"error": error}, status=status)
            if key and request.method == "POST":
                self.world.store.put("stripe key", key, known)
            return self.lost.lost(request, known["body"].get("metadata", {}).get("reference", "")) or web.json_response(known["body"])

        return handle

    def _check(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self._shop['secret_key']}":
            raise Refused(401, "invalid_api_key", "Invalid API Key provided")
        if not request.headers.get("Stripe-Version") or (request.method == "POST" and not request.headers.get("Idempotency-Key")):
            raise Refused(400, "parameter_missing", "Stripe-Version and Idempotency-Key are expected here")

    def _create(self, _: web.Request, form: Form) -> dict[str, Any]:
        more = {
            "manual": form.get("capture_method") == "manual",
            "order_id": form["metadata[order_id]"],
            "description": form["description"],
            "customer": form.get("customer", ""),
            "keeps": "setup_future_usage" in form,
        }
        if method := form.get("payment_method", ""):
            self._check_kept(form["customer"], method)
        outcome = self._granted.use(form) if PARAMETER in form else "succeeded"
        notify_url = f"{self.world.public_url}/v1/webhooks/payments/stripe"
        trade = self.open_trade(
            form["metadata[reference]"],
            int(form["amount"]),
            form["currency"].upper(),
            notify_url=notify_url,
            secret=new_id("secret"),
            **more,
        )
        self.world.store.put("stripe intent", f"pi_{trade['id']}", {"reference": trade["reference"]})
        if outcome == "asks":
            return self._view(trade) | {"status": "requires_action"}
        if (method or PARAMETER in form) and form.get("confirm") == "true":
            trade = self.keep(self.decided(trade, outcome), paid_with=method)
            self.world.webhooks.later(self.tell(trade, self.told_of_trade(trade) or {}, NONE))
        return self._expanded(trade, form)

    def _customer(self) -> dict[str, Any]:
        customer = {"id": new_id("cus"), "object": "customer"}
        self.world.store.put("stripe customer", customer["id"], customer)
        return customer

    def _forget(self, request: web.Request, _: Form) -> dict[str, Any]:
        name = request.match_info["customer"]
        if not self._knows(name):
            raise Refused(404, "not_found", f"No such customer: {name}")
        self.world.store.put("stripe customer", name, {"id": name, "deleted": True})
        return {"id": name, "object": "customer", "deleted": True}

    def _knows(self, customer: str) -> bool:
        found = self.world.store.get("stripe customer", customer)
        return found is not None and not found.get("deleted")

    def _check_kept(self, customer: str, method: str) -> None:
        kept = self.world.store.get("stripe method", method)
        if kept is None or kept["customer"] != customer or not self._knows(customer):
            raise Refused(404, "not_found", f"No such PaymentMethod: {method}")

    def _method_of(self, trade: dict[str, Any]) -> dict[str, Any] | None:
        if trade["status"] not in ("authorized", "succeeded"):
            return None
        name = trade.get("paid_with") or f"pm_{trade['id']}"
        if trade.get("keeps") and self._knows(trade["customer"]):
            self.world.store.put("stripe method", name, {"customer": trade["customer"]})
        card = {"brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": 2039, "fingerprint": f"fp_{trade['id']}"}
        return {"id": name, "object": "payment_method", "type": "card", "card": card}

    def _search(self, request: web.Request, _: Form) -> dict[str, Any]:
        reference = request.query.get("query", "").split("'")[3]
        try:
            return {"object": "search_result", "data": [self._view(self.trade(reference))], "has_more": False}
        except Refused:
            return {"object": "search_result", "data": [], "has_more": False}

    def _capture(self, request: web.Request, form: Form) -> dict[str, Any]:
        trade = self._intent(request)
        amount = int(form.get("amount_to_capture", trade["amount"]))
        if trade["status"] != "authorized":
            raise Refused(400, "payment_intent_unexpected_state", f"it is {trade['status']}")
        if not 0 < amount <= trade["amount"]:
            raise Refused(400, "amount_too_large", "more than authorized")
        trade = self.keep(trade, status="succeeded", captured=amount, paid_at=self.world.unix())
        self.world.webhooks.later(self.tell(trade, self.told_of_trade(trade) or {}, NONE))
        return self._view(trade)

    def _cancel(self, request: web.Request, _: Form) -> dict[str, Any]:
        trade = self._intent(request)
        if trade["status"] in ("succeeded", "closed"):
            raise Refused(400, "payment_intent_unexpected_state", f"it is {trade['status']}")
        return self._view(self.close(trade))

    def _refund(self, _: web.Request, form: Form) -> dict[str, Any]:
        trade = self._of_intent(form["payment_intent"])
        refund = self.give_back(trade, form["metadata[refund_ref]"], int(form["amount"]))
        return self._refund_view(trade, refund)

    def _list_refunds(self, request: web.Request, _: Form) -> dict[str, Any]:
        trade = self._of_intent(request.query["payment_intent"])
        return {"object": "list", "has_more": False, "data": [self._refund_view(trade, one) for one in self.refunds_of(trade["reference"])]}

    def _evidence(self, request: web.Request, form: Form) -> dict[str, Any]:
        evidence = {name[9:-1]: value for name, value in form.items() if name.startswith("evidence[")}
        if not evidence or form.get("submit") != "true":
            raise Refused(400, "parameter_missing", "evidence")
        name = request.match_info["dispute"]
        dispute = {"id": name, "status": "under_review", "evidence": evidence}
        self.world.store.put("stripe dispute", name, dispute)
        return dispute

    def _balance(self, request: web.Request, _: Form) -> dict[str, Any]:
        first, end = int(request.query["created[gte]"]), int(request.query["created[lt]"])
        found = [one for one in self._movements() if first <= one["created"] < end]
        after = [one["id"] for one in found].index(request.query["starting_after"]) + 1 if "starting_after" in request.query else 0
        # Small pages, so that whoever reads only the first one is found out.
        return {"object": "list", "has_more": len(found) > after + 2, "data": found[after : after + 2]}

    def _movements(self) -> Iterator[dict[str, Any]]:
        for trade in self.billed():
            source = {"id": f"ch_{trade['id']}", "object": "charge", "payment_intent": f"pi_{trade['id']}", "metadata": _metadata(trade)}
            yield self._movement(trade["paid_at"], "charge", _taken(trade), fee_of(trade), trade["currency"], source)
        for trade in self.world.store.all(self._trades):
            dispute = {"id": f"du_{trade['id']}", "object": "dispute", "metadata": {}}
            for when, sign in (("disputed_at", -1), ("dispute_won_at", 1)):
                if at := trade.get(when):
                    yield self._movement(at, "adjustment", sign * _taken(trade), 0, trade["currency"], dispute)
            for refund in self.refunds_of(trade["reference"]):
                if refund["status"] != "succeeded":
                    continue
                source = self._refund_view(trade, refund)
                yield self._movement(refund["at"], "refund", -refund["amount"], 0, trade["currency"], source)

    @staticmethod
    def _movement(at: int, kind: str, amount: int, fee: int, currency: str, source: dict[str, Any]) -> dict[str, Any]:
        money = {"amount": amount, "fee": fee, "net": amount - fee, "currency": currency.lower()}
        available = datetime.fromtimestamp(at, UTC).date().isoformat()
        return {"id": f"txn_{source['id']}_{amount}", "type": kind, "created": at, "available": available, **money, "source": source}

    def _expanded(self, trade: dict[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        """The charge's name only, unless the whole of it is asked for."""
        view = self._view(trade)
        if asked.get("expand[]") == "payment_method":
            known = trade.get("customer") if self._knows(trade.get("customer", "")) else None
            return view | {"payment_method": self._method_of(trade), "customer": known}
        if asked.get("expand[]") != "latest_charge" or view["latest_charge"] is None:
            return view
        card = {"type": "card", "card": {"brand": "visa", "last4": "4242", "country": trade.get("payer_country") or None}}
        outcome = {"network_status": "approved_by_network", "risk_level": trade.get("risk") or "normal", "type": "authorized"}
        charge = {"id": view["latest_charge"], "object": "charge", "outcome": outcome, "payment_method_details": card}
        return view | {"latest_charge": charge}

    def _view(self, trade: dict[str, Any]) -> dict[str, Any]:
        paid, name = trade["status"] == "succeeded", f"pi_{trade['id']}"
        view = {"id": name, "object": "payment_intent", "amount": trade["amount"], "currency": trade["currency"].lower()}
        view |= {"status": _STATES[trade["status"]], "amount_received": trade.get("captured", trade["amount"]) if paid else 0}
        view |= {"amount_capturable": trade["amount"] if trade["status"] == "authorized" else 0, "metadata": _metadata(trade)}
        error = {"code": "card_declined", "decline_code": "insufficient_funds"} if trade["status"] == "failed" else None
        view |= {"latest_charge": f"ch_{trade['id']}" if trade["status"] in ("authorized", "succeeded") else None}
        return view | {"client_secret": f"{name}_{trade['secret']}", "livemode": False, "last_payment_error": error}

    def _refund_view(self, trade: dict[str, Any], refund: dict[str, Any]) -> dict[str, Any]:
        metadata = {} if refund.get("console") else {"reference": refund["reference"], "refund_ref": refund["refund_id"]}
        view = {"id": f"re_{refund['id']}", "object": "refund", "amount": refund["amount"], "currency": trade["currency"].lower()}
        return view | {"payment_intent": f"pi_{trade['id']}", "status": refund["status"], "metadata": metadata, "created": refund["at"]}

    def _intent(self, request: web.Request) -> dict[str, Any]:
        return self._of_intent(request.match_info["intent"])

    def _of_intent(self, name: str) -> dict[str, Any]:
        found = self.world.store.get("stripe intent", name)
        if found is None:
            raise Refused(404, "not_found", f"No such payment_intent: {name}")
        return self.trade(found["reference"])


def _taken(trade: dict[str, Any]) -> int:
    """Of what was authorised, what was captured."""
    return int(trade.get("captured", trade["amount"]))


def _metadata(trade: dict[str, Any]) -> dict[str, str]:
    return {"reference": trade["reference"], "order_id": trade["order_id"]}
