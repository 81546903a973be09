"""An agent that buys for somebody: it signs, or does not, and holds tokens that were lent for a session."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from functions.agents.app import app
from functions.agents.model.profile import CAPABILITIES, VERSIONS, Profile
from functions.agents.trust.own_keys import _jwk, _key
from functions.agents.trust.profiles import profiles
from functions.agents.trust.signatures import Signed, sign_call
from functions.orders.app import apply_payments
from functions.orders.model.shop_rules import ShippingRules
from functions.orders.store.records import OrderRecord
from functions.orders.store.rules_store import change_section
from functions.payments.store.records import PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from tests.integration.payments.sandbox_double import Provider
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.tables import snapshot

SESSIONS = "/ucp/v1/checkout-sessions"
ALL = dict.fromkeys(CAPABILITIES, VERSIONS)
BUYER = {"first_name": "雷", "last_name": "李", "email": "buyer@example.com", "phone_number": "+8613800000000"}
HOME = {
    "id": "home", "address_country": "CN", "address_region": "浙江省", "address_locality": "杭州市", "extended_address": "西湖区",
    "street_address": "文三路 1 号", "postal_code": "310000",
}  # fmt: skip


def basket(*lines: tuple[str, int], option: str | None = "standard", home: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    method = {
        "type": "shipping", "destinations": [home or HOME], "selected_destination_id": "home", "groups": [{"selected_option_id": option}],
    }  # fmt: skip
    items = [{"item": {"id": variant}, "quantity": quantity} for variant, quantity in lines]
    return {"line_items": items, "buyer": BUYER, "fulfillment": {"methods": [method]}, **more}


@dataclass
class Agent:
    """`secret`: of its key; empty for one that does not sign."""

    provider: Provider
    url: str = "https://agent.example/profile"
    version: str = VERSIONS[0]
    secret: str = ""
    capabilities: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(ALL))

    def __post_init__(self) -> None:
        self.known()

    def known(self) -> None:
        keys = {}
        if self.secret:
            kid, key = _key(self.secret)
            keys[kid] = _jwk(kid, key.public_key().public_numbers())
        profiles().keep(Profile(self.url, self.version, self.capabilities, keys))

    def call(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Answer:
        raw = b"" if body is None else json.dumps(body).encode()
        given = {"ucp-agent": f'profile="{self.url}"', "request-id": str(uuid.uuid4()), "content-type": "application/json"}
        given |= {"idempotency-key": key or str(uuid.uuid4())} if method != "GET" else {}
        given |= headers
        if self.secret:
            signed = sign_call(Signed(method, settings().public_base_url + path, given, raw), *_key(self.secret))
            given = {name: value for name, value in signed.items() if value} | headers
        return Client(app).call(method, path, raw, given)

    def opened(self, body: dict[str, Any]) -> Any:
        answer = self.call("POST", SESSIONS, body)
        assert answer.status == 201, answer.text
        return answer.json

    def read(self, session_id: str) -> Any:
        return self.call("GET", f"{SESSIONS}/{session_id}").json

    def complete(self, session_id: str, token: str, *, key: str | None = None) -> Answer:
        return self.call("POST", f"{SESSIONS}/{session_id}/complete", paid_with(token), key=key)

    def lent(self, session_id: str, amount: int, *, currency: str = "cny", minutes: int = 10, then: str = "succeeded") -> str:
        """A token as the buyer's wallet has it made at the provider."""
        token = f"spt_{uuid.uuid4().hex}"
        until = times.iso(clock.now() + timedelta(minutes=minutes))
        allowance = {"max_amount": amount, "currency": currency, "checkout_session_id": session_id, "expires_at": until, "then": then}
        self.provider.lent[token] = allowance
        return token


def paid_with(token: str) -> dict[str, Any]:
    instrument = {"id": "i1", "handler_id": "sandbox", "type": "token", "selected": True, "credential": {"type": "token", "token": token}}
    return {"payment": {"instruments": [instrument]}}


def amount_of(document: Any, kind: str = "total") -> int:
    return int(next(one["amount"] for one in document["totals"] if one["type"] == kind))


def codes_of(document: Any) -> set[str]:
    return {one["code"] for one in document["messages"]}


def fee_of_599() -> None:
    """Of every delivery."""

    def edited(rules: ShippingRules) -> ShippingRules:
        return replace(rules, rates=tuple(replace(one, first_fee=599, free_over=None) for one in rules.rates))

    change_section(ShippingRules, edited, if_match=None, remember=lambda *_: [])


def orders_hear() -> None:
    """What payments said of money, told to orders."""
    told = [one for one in events_in(PaymentsTable) if one.type.startswith("payment.")]
    assert apply_payments(sqs_of_events(told), None) == {"batchItemFailures": []}


def stored() -> dict[str, list[str]]:
    """All that is stored, but what is noted of each call whatever it asks: how often who called, when a key was used, and what was answered
    to a key."""
    whole = {name: rows for name, rows in snapshot().items() if name not in ("limits", "access")}
    return whole | {"agents": [row for row in whole["agents"] if "ANSWER#" not in row]}


def orders() -> list[Any]:
    return list(OrderRecord.scan(OrderRecord.kind == "order"))
