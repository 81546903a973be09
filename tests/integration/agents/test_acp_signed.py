"""ACP's own signatures: where an agent has to sign, what is unsigned, wrong, old or meant for something else changes nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.agents.app import app
from functions.agents.store.rules import rules
from functions.shared.outside import clock
from tests.integration.agents.acp import DETAILS, SESSIONS, VERSION, AcpAgent, total_of, wanted, with_token
from tests.integration.agents.agent import Agent, orders, orders_hear, stored
from tests.integration.agents.test_told_orders import RULES, owner
from tests.integration.orders.buyer import a_variant
from tests.support.http import Answer, Client


@dataclass
class Signer:
    buyer: AcpAgent
    secret: str

    def headers(self, method: str, path: str, body: Any, key: str, at: datetime | str | None = None, secret: str = "") -> dict[str, str]:
        """As an agent makes them, without our code."""
        moment = at if isinstance(at, str) else (at or clock.now()).isoformat()
        canonical = "" if body is None else json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        text = f"{moment}.{method}.{path}.{key}.{canonical}".encode()
        digest = hmac.new((secret or self.secret).encode(), text, hashlib.sha256).digest()
        signature = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        given = {"authorization": f"Bearer {self.buyer.secret}", "api-version": VERSION, "signature": signature, "timestamp": moment}
        return given | ({"idempotency-key": key} if key else {})

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **how: Any) -> Answer:
        """The body as it is sent is not the canonical one."""
        key = how.pop("key", "" if method == "GET" else str(uuid.uuid4()))
        raw = b"" if body is None else json.dumps(body).encode()
        return Client(app).call(method, path, raw, headers or self.headers(method, path, body, key, **how))


@pytest.fixture
def signer(agent: Agent) -> Iterator[Signer]:
    buyer = AcpAgent.made(agent)
    wish = {"signed_requests": [buyer.key_id]}
    assert owner().put(RULES, wish).code == "secret_missing"
    secret = owner().post(f"{RULES}/{buyer.key_id}", {}).json["secret"]
    put = owner().put(RULES, wish)
    assert (put.status, put.json["signed_requests"]) == (200, [buyer.key_id]), put.text
    rules.forget()
    yield Signer(buyer, secret)
    rules.forget()


def test_an_agent_that_signs_buys(signer: Signer) -> None:
    """X36"""
    wish = wanted({"id": a_variant(), "quantity": 2}, selected_fulfillment_options=[{"type": "shipping", "option_id": "standard"}])
    opened = signer.send("POST", SESSIONS, wish)
    assert opened.status == 201, opened.text
    session, total = opened.json["id"], total_of(opened.json)
    assert signer.send("GET", f"{SESSIONS}/{session}").json["status"] == "ready_for_payment"
    body = with_token(signer.buyer.wallet.lent(session, total))
    path = f"{SESSIONS}/{session}/complete"
    headers = signer.headers("POST", path, body, "k-1")
    done = signer.send("POST", path, body, headers)
    assert done.json["status"] == "completed", done.text
    # What is sent again whole, is answered the same.
    again = signer.send("POST", path, body, headers)
    assert (again.json, again.headers["idempotent-replayed"]) == (done.json, "true")
    orders_hear()
    assert len(orders()) == 1


def test_what_is_not_signed_as_it_should_be_changes_nothing(signer: Signer) -> None:
    """Missing, wrong, old, early, of another body, path, method or key, by a secret of before or of nobody."""
    wish = wanted({"id": a_variant()}, selected_fulfillment_options=[{"type": "shipping", "option_id": "standard"}])
    session = signer.send("POST", SESSIONS, wish).json["id"]
    other = signer.send("POST", SESSIONS, wish).json["id"]
    path, change = f"{SESSIONS}/{session}", {"fulfillment_details": {**DETAILS, "name": "Mallory"}}
    good = signer.headers("POST", path, change, "k-1")
    now = clock.now()
    cases: dict[str, tuple[str, str, Any, dict[str, str], str]] = {
        "no signature": ("POST", path, change, good | {"signature": ""}, "signature_missing"),
        "no time": ("POST", path, change, good | {"timestamp": ""}, "signature_missing"),
        "another body": ("POST", path, change | {"coupons": []}, good, "signature_invalid"),
        "another session": ("POST", f"{SESSIONS}/{other}", change, good, "signature_invalid"),
        "another operation": ("POST", f"{path}/cancel", change, good, "signature_invalid"),
        "another key": ("POST", path, change, good | {"idempotency-key": "k-2"}, "signature_invalid"),
        "another time": ("POST", path, change, good | {"timestamp": (now + timedelta(seconds=1)).isoformat()}, "signature_invalid"),
        "no text": ("POST", path, change, good | {"signature": "\u00e9"}, "signature_invalid"),
        "a stranger's": ("POST", path, change, signer.headers("POST", path, change, "k-1", secret="whsec_x"), "signature_invalid"),
        "of reading": ("POST", path, None, signer.headers("GET", path, None, "k-1"), "signature_invalid"),
        "old": ("POST", path, change, signer.headers("POST", path, change, "k", now - timedelta(seconds=301)), "timestamp_outside_window"),
        "early": (
            "POST",
            path,
            change,
            signer.headers("POST", path, change, "k", now + timedelta(seconds=330)),
            "timestamp_outside_window",
        ),
        "unread": ("GET", path, None, {name: text for name, text in good.items() if name != "signature"}, "signature_missing"),
    }
    for moment in ("yesterday", "2026-13-01T00:00:00Z", "1790000000", now.replace(tzinfo=None).isoformat()):
        cases[moment] = ("POST", path, change, signer.headers("POST", path, change, "k", moment), "signature_invalid")
    before = stored()
    for name, (method, to, body, headers, code) in cases.items():
        answer = signer.send(method, to, body, headers)
        assert (answer.status, answer.json["code"], answer.json["type"]) == (401, code, "invalid_request"), (name, answer.text)
    assert signer.buyer.call("POST", path, change).json["code"] == "signature_missing"
    large = {"a": 2**60}
    assert signer.send("POST", path, large, signer.headers("POST", path, large, "k")).json["code"] == "invalid_request"
    assert stored() == before
    deep: Any = {}
    for _ in range(900):
        deep = {"a": deep}
    assert signer.send("POST", path, deep, signer.headers("POST", path, deep, "k")).status in (200, 400)


def test_a_new_secret_counts_beside_the_one_of_before(signer: Signer, agent: Agent) -> None:
    """For as long as staff say; agents that need not sign are asked for nothing."""
    wish = wanted({"id": a_variant()})
    newer = owner().post(f"{RULES}/{signer.buyer.key_id}", {"overlap_hours": 1}).json["secret"]
    for secret in (signer.secret, newer):
        assert signer.send("POST", SESSIONS, wish, secret=secret).status == 201
    last = owner().post(f"{RULES}/{signer.buyer.key_id}", {"overlap_hours": 0}).json["secret"]
    assert signer.send("POST", SESSIONS, wish, secret=last).status == 201
    assert signer.send("POST", SESSIONS, wish, secret=newer).json["code"] == "signature_invalid"
    assert AcpAgent.made(agent, "other").call("POST", SESSIONS, wish, signature="x").status == 201
