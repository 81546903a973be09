"""A shop whose payments are judged, and what is kept of that."""

from __future__ import annotations

from typing import Any

from functions.payments.app import app
from functions.payments.model.risk.assessment import Assessment
from functions.payments.risk.assess_start import stored_assessment
from functions.payments.store.records import PaymentsTable
from tests.integration.payments.shop import Shop, told
from tests.support.http import Answer, Client
from tests.support.identity import bearer

SETTINGS = "/v1/admin/risk_settings"


def as_role(role: str) -> Client:
    return Client(app, bearer(role))


def acting(mode: str = "act", **rules: tuple[int, int]) -> None:
    """With the rules that are named alone, so that a test says all that counts."""
    client = as_role("owner")
    every = client.get(SETTINGS).json["rules"]
    wanted = {code: {"limit": 1, "points": 0} for code in every} | {code: {"limit": a, "points": b} for code, (a, b) in rules.items()}
    kept = client.put(SETTINGS, {"mode": mode, "hold": 50, "decline": 85, "rules": wanted})
    assert kept.status == 200, kept.text


def judged(payment: Any) -> Assessment:
    found = stored_assessment(payment["id"])
    assert found is not None
    return found


def paid(shop: Shop, answer: Answer, kind: str = "charge.succeeded", **data: Any) -> None:
    shop.webhook(told(answer.json, kind, key=f"sbxevt_{kind}_{answer.json['id']}", **data))
    shop.work()


def failed(shop: Shop, answer: Answer, **data: Any) -> None:
    paid(shop, answer, "charge.failed", reason="declined", **data)


def counters() -> list[PaymentsTable]:
    return list(PaymentsTable.scan(PaymentsTable.kind.is_in("risk_count", "risk_person")))
