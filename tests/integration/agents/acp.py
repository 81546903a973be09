"""An agent that speaks ACP with a key that the shop made for it, and the shape of every answer (2026-04-17: objects are closed)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from functions.agents.app import app
from tests.integration.access.key_makers import a_person
from tests.integration.agents.agent import Agent
from tests.support.http import Answer, Client

VERSION, SESSIONS = "2026-04-17", "/acp/checkout_sessions"
ADDRESS = {
    "name": "李雷", "line_one": "文三路 1 号", "line_two": "西湖区", "city": "杭州市", "state": "浙江省", "country": "CN",
    "postal_code": "310000",
}  # fmt: skip
DETAILS = {"name": "李雷", "phone_number": "+8613800000000", "email": "buyer@example.com", "address": ADDRESS}
_STANDARD = [{"type": "shipping", "option_id": "standard", "item_ids": []}]
_CLOSED = {
    "": "id protocol capabilities buyer status currency line_items fulfillment_details fulfillment_options selected_fulfillment_options "
    "totals messages links created_at expires_at continue_url discounts order",
    "line_items": "id item quantity name unit_amount images product_id variant_id sku totals availability_status fulfillable_on",
    "totals": "type display_text amount",
    "fulfillment_options": "type id title description carrier totals",
    "messages": "type code severity resolution param content_type content",
    "order": "type id checkout_session_id order_number permalink_url status line_items fulfillments adjustments totals",
}
_ERRORS = "missing invalid out_of_stock payment_declined requires_3ds not_found conflict region_restricted"


def wanted(*items: dict[str, Any], details: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "line_items": list(items), "currency": "cny", "capabilities": {"interventions": {"supported": []}},
        "fulfillment_details": DETAILS if details is None else details, **more,
    }  # fmt: skip


def with_token(token: str, **more: Any) -> dict[str, Any]:
    return {
        "payment_data": {"handler_id": "sandbox", "instrument": {"type": "card", "credential": {"type": "spt", "token": token}}},
        **more,
    }


def checked(document: Any) -> Any:
    """Raises AssertionError for what the schema does not know, lacks, or for totals that do not add up."""
    for where, names in _CLOSED.items():
        found = [document] if not where else document.get(where, [])
        for one in found if isinstance(found, list) else [found]:
            assert set(one) <= set(names.split()), (where, set(one) - set(names.split()))
    for name in ("id", "status", "currency", "line_items", "totals", "fulfillment_options", "messages", "links", "capabilities"):
        assert name in document, name
    amounts = {one["type"]: one["amount"] for one in document["totals"]}
    assert len(amounts) == len(document["totals"])
    assert sum(amount for kind, amount in amounts.items() if kind != "total") == amounts["total"]
    for line in document["line_items"]:
        assert sum(one["amount"] for one in line["totals"] if one["type"] != "total") == line["totals"][-1]["amount"]
    assert all(one["code"] in _ERRORS.split() for one in document["messages"] if one["type"] == "error"), document["messages"]
    return document


def total_of(document: Any, kind: str = "total") -> int:
    return int(next((one["amount"] for one in document["totals"] if one["type"] == kind), 0))


@dataclass
class AcpAgent:
    """`wallet`: who has tokens lent at the provider."""

    wallet: Agent
    secret: str
    key_id: str

    @classmethod
    def made(cls, wallet: Agent, channel: str = "chat") -> AcpAgent:
        made = a_person("manager").make(kind="publishable", channel=channel).json
        return cls(wallet, made["secret"], made["id"])

    def call(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Answer:
        raw = b"" if body is None else json.dumps(body).encode()
        given = {"authorization": f"Bearer {self.secret}", "api-version": VERSION, "content-type": "application/json"}
        given |= {"idempotency-key": key or str(uuid.uuid4())} if method != "GET" else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(app).call(method, path, raw, {name: value for name, value in given.items() if value})

    def opened(self, body: dict[str, Any]) -> Any:
        answer = self.call("POST", SESSIONS, body)
        assert answer.status == 201, answer.text
        return checked(answer.json)

    def chosen(self, body: dict[str, Any]) -> Any:
        """Opened, and the standard delivery chosen."""
        return self.changed(self.opened(body)["id"], {"selected_fulfillment_options": _STANDARD})

    def changed(self, session_id: str, body: dict[str, Any]) -> Any:
        answer = self.call("POST", f"{SESSIONS}/{session_id}", body)
        assert answer.status == 200, answer.text
        return checked(answer.json)

    def read(self, session_id: str) -> Any:
        return checked(self.call("GET", f"{SESSIONS}/{session_id}").json)

    def complete(self, session_id: str, token: str, *, key: str | None = None) -> Answer:
        return self.call("POST", f"{SESSIONS}/{session_id}/complete", with_token(token), key=key)
