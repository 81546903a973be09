"""A provider of cards in this process that speaks as Stripe does: intents, refunds, and payers' banks that take money back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from functions.shared.outside import clock
from functions.shared.plain import signatures

SECRET = "whsec_of_proofs"
KEYS = {"account": "acct_proofs", "secret_key": "sk_test_proofs", "publishable_key": "pk_test_proofs", "webhook_secrets": [SECRET]}
HEADER = "Stripe-Signature"
_NO_SUCH_THING = 404, {"error": {"type": "invalid_request_error", "code": "resource_missing"}}


@dataclass
class Stripe:
    """`answered`: what was answered under an idempotency key, once. `moved`: what banks took back and gave again, by reference."""

    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return sum(one["amount_received"] for one in self.intents.values())

    @property
    def given_back(self) -> int:
        return sum(one["amount"] for one in self.refunds.values())

    def answer(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        parts, form = urlsplit(url), dict(parse_qsl((body or b"").decode()))
        if method == "GET":
            return self._shown(parts.path, dict(parse_qsl(parts.query)))
        key = headers["Idempotency-Key"]
        if key not in self.answered:
            self.answered[key] = self._done(parts.path, form)
        return 200, self.answered[key]

    def pay(self, reference: str) -> None:
        intent = self.intents[reference]
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": f"ch_{reference}"}
        self._tell(f"evt_paid_{reference}", "payment_intent.succeeded", intent)

    def dispute(self, reference: str, kind: str, status: str, amount: int = 0) -> None:
        """The payer's bank takes all of it back, or has decided; `amount`: of a part only."""
        intent, part = self.intents[reference], amount or self.intents[reference]["amount"]
        self.moved[reference] = self.moved.get(reference, 0) + {"needs_response": -part, "won": part}.get(status, 0)
        thing = {"id": f"du_{reference}", "object": "dispute", "payment_intent": intent["id"], "amount": part, "currency": "cny"}
        thing |= {"reason": "fraudulent", "status": status, "evidence_details": {"due_by": _now() + 7 * 86_400}}
        self._tell(f"evt_du_{kind}_{reference}", f"charge.dispute.{kind}", thing)

    def messages(self) -> list[tuple[bytes, str]]:
        """What it has to tell, signed now."""
        told, self._waiting = self._waiting, []
        return [(raw, signatures.sign(SECRET, _now(), raw)) for raw in told]

    _waiting: list[bytes] = field(default_factory=list)

    def _tell(self, key: str, kind: str, thing: dict[str, Any]) -> None:
        event = {"id": key, "type": kind, "created": _now(), "livemode": False, "data": {"object": thing}}
        self._waiting.append(json.dumps(event).encode())

    def _shown(self, path: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/v1/balance_transactions":
            return 200, {"data": [], "has_more": False}
        if path == "/v1/payment_intents/search":
            wanted = asked["query"].split("'")[3]
            return 200, {"data": [one for reference, one in self.intents.items() if reference == wanted], "has_more": False}
        if path == "/v1/refunds":
            found = [one for one in self.refunds.values() if one["payment_intent"] == asked["payment_intent"]]
            return 200, {"data": found, "has_more": False}
        intent = self.intents.get(path.rpartition("/")[2].removeprefix("pi_"))
        return (200, intent) if intent else _NO_SUCH_THING

    def _done(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        if path == "/v1/payment_intents":
            return self._begun(form)
        if path == "/v1/refunds":
            return self._refunded(form)
        if path.startswith("/v1/disputes/"):
            return {"id": path.rpartition("/")[2], "object": "dispute", "status": "under_review"}
        found = re.fullmatch(r"/v1/payment_intents/pi_(\w+)/cancel", path)
        assert found, path
        intent = self.intents[found[1]]
        intent |= {"status": "canceled"} if intent["status"] != "succeeded" else {}
        return dict(intent)

    def _begun(self, form: dict[str, str]) -> dict[str, Any]:
        reference = form["metadata[reference]"]
        intent = {"id": f"pi_{reference}", "object": "payment_intent", "amount": int(form["amount"]), "currency": form["currency"]}
        intent |= {"status": "requires_payment_method", "amount_received": 0, "latest_charge": None, "last_payment_error": None}
        intent |= {"metadata": {"reference": reference}, "client_secret": f"secret_{reference}"}
        return dict(self.intents.setdefault(reference, intent))

    def _refunded(self, form: dict[str, str]) -> dict[str, Any]:
        name = form["metadata[refund_ref]"]
        refund = {"id": f"re_{name}", "object": "refund", "amount": int(form["amount"]), "currency": "cny", "status": "succeeded"}
        refund |= {"payment_intent": form["payment_intent"], "created": _now()}
        refund |= {"metadata": {"reference": form["metadata[reference]"], "refund_ref": name}}
        return dict(self.refunds.setdefault(name, refund))


def _now() -> int:
    return int(clock.now().timestamp())
