"""Whoever is erased is counted no more, and what comes later does not bring them back (H07, O05)."""

from __future__ import annotations

import json

from functions.payments import forget_risk
from functions.payments.model.risk.assessment import Assessment
from functions.payments.refunds.give_back import give_back
from functions.payments.store.records import PAYMENT_SK, PaymentsTable, payment_pk
from functions.payments.store.risk_items import ASSESSMENT_SK, RiskPersonRecord
from functions.privacy.model.registry import personal_kind
from functions.shared.plain.bodies import load
from functions.shared.sealing.personal_fields import emptied
from tests.integration.payments.risk.judged import acting, judged, paid
from tests.integration.payments.shop import Shop


def test_their_history_is_gone_and_late_news_make_no_new_one(shop: Shop) -> None:
    """H07: the assessment stays without saying of whom it is; a refund that comes after it is booked and counted for nobody."""
    acting("watch", new_account=(1, 5))
    order = shop.place(number="E1", email="ada@example.com")
    answer = shop.pay("k1", order_id=order)
    paid(shop, answer)
    assert judged(answer.json).person
    assert (forget_risk(order, [order]), len([*RiskPersonRecord.scan(RiskPersonRecord.paid > 0)])) == (2, 0)
    _emptied(answer.json["id"])
    assert forget_risk(order, [order]) == 0
    give_back(answer.json["id"], cause="late", reason="not_as_described")
    assert [*RiskPersonRecord.scan((RiskPersonRecord.paid > 0) | (RiskPersonRecord.refunds > 0))] == []
    again = shop.pay("k2", order_id=shop.place(number="E2", email="ada@example.com"))
    assert judged(again.json).facts.is_new == 1


def _emptied(payment_id: str) -> None:
    """As the eraser does it."""
    kind = personal_kind("payments", "assessment")
    record = PaymentsTable.get(payment_pk(payment_id), ASSESSMENT_SK)
    assert kind is not None
    assert record.body is not None
    body, taken = emptied(json.loads(record.body), kind.fields)
    assert set(taken) == {"person", "subjects"}
    record.update([PaymentsTable.body.set(json.dumps(body))])
    assert load(Assessment, json.dumps(body)).score == 5
    assert PaymentsTable.get(payment_pk(payment_id), PAYMENT_SK).body
