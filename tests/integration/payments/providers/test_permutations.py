"""Six messages of a provider in any order, every one of them twice, a forged one among them: one ledger in the end. E09, E11

Through the real webhook and worker; tests/unit/payments/test_permutations.py has all orders of it, without the tables.
"""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

from functions.payments.model.attempt import reference_of
from functions.payments.model.ledger import Entry
from functions.payments.model.refund import Refund, RefundPart
from functions.payments.refunds.claim_refund import claim_writes
from functions.payments.store.records import PAYMENT_SK, LedgerRecord, PaymentRecord, PaymentsTable, order_partition, payment_pk
from functions.payments.store.repository import attempt_of, find_payment
from functions.shared.outside import clock, fresh
from functions.shared.plain import signatures, times
from functions.shared.plain.bodies import load
from functions.shared.plain.money import Money
from functions.shared.store.transactions import transact
from tests.integration.payments.providers.trading import Trading
from tests.integration.payments.shop import balances
from tests.support.events import events_in

SEEDS = range(12)


def asked(payment: dict[str, Any], amount: int) -> str:
    """A refund that is asked for and not answered yet; its reference."""
    order_id, money = payment["order_id"], Money(amount, "CNY")
    parts = [RefundPart("amount", amount)]
    refund = Refund(fresh.new_id("ref"), payment["id"], order_id, money, "x", "staff", times.iso(clock.now()), parts)
    record = find_payment(payment["id"])
    assert record is not None
    transact(claim_writes(attempt_of(record), refund))
    return refund.reference


def six(payment: dict[str, Any]) -> list[dict[str, Any]]:
    """Declined, paid, a refund, another one that fails afterwards, and a dispute."""
    record = find_payment(payment["id"])
    assert record is not None
    PaymentRecord(payment_pk(payment["id"]), PAYMENT_SK).update([PaymentRecord.refundable.set(12_900)])
    intent = {"id": record.provider_ref, "amount": 12_900, "currency": "cny", "metadata": {"reference": payment["reference"]}}
    error = {"code": "card_declined", "decline_code": "do_not_honor"}

    def refunded(reference: str, amount: int, status: str) -> dict[str, Any]:
        metadata = {"reference": payment["reference"], "refund_ref": reference}
        thing = {"id": f"re_{amount}", "amount": amount, "currency": "cny", "payment_intent": record.provider_ref, "metadata": metadata}
        failed = {"failure_balance_transaction": "txn_1"} if status == "failed" else {}
        return thing | {"status": status, "created": int(clock.now().timestamp())} | failed

    first, second = asked(payment, 300), asked(payment, 200)
    dispute = {"id": f"du_{payment['id']}", "payment_intent": record.provider_ref, "amount": 100, "currency": "cny"}
    return [
        {"type": "payment_intent.payment_failed", "object": intent | {"status": "requires_payment_method", "last_payment_error": error}},
        {"type": "payment_intent.succeeded", "object": intent | {"status": "succeeded", "amount_received": 12_900}},
        {"type": "refund.updated", "object": refunded(first, 300, "succeeded")},
        {"type": "refund.updated", "object": refunded(second, 200, "succeeded")},
        {"type": "refund.failed", "object": refunded(second, 200, "failed")},
        {"type": "charge.dispute.created", "object": dispute | {"status": "needs_response"}},
    ]


def deliver(shop: Trading, message: dict[str, Any], key: str, secret: str) -> int:
    body = json.dumps({"id": key, "type": message["type"], "livemode": False, "data": {"object": message["object"]}}).encode()
    header = signatures.sign(secret, int(clock.now().timestamp()), body)
    return shop.door.call("POST", "/v1/webhooks/payments/stripe", body, {"stripe-signature": header}).status


def ledger(payment: dict[str, Any]) -> str:
    """The hash of its order's entries, without the names that are its own."""
    record = find_payment(payment["id"])
    refunds = PaymentsTable.query(payment_pk(payment["id"]), PaymentsTable.sk.startswith("REF#"))
    entries = [
        load(Entry, item.body) for item in LedgerRecord.query(order_partition(payment["order_id"]), LedgerRecord.sk.startswith("LED#"))
    ]
    assert record is not None
    assert len(entries) == 5
    own = [
        payment["order_id"],
        payment["id"],
        payment["reference"],
        record.provider_ref or "",
        *(reference_of(item.sk) for item in refunds),
    ]
    texts = [repr(entry) for entry in entries]
    for name in own:
        texts = [text.replace(name, "…") for text in texts]
    return hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()


def test_a_sample_of_orders_gives_one_ledger(shop: Trading) -> None:
    secret = shop.outside.shop_keys["stripe"]["webhook_secrets"][0]
    hashes, finals = set(), set()
    with shop.later(0):
        for seed in SEEDS:
            chance = random.Random(seed)
            shop.order_id = shop.place()
            payment = shop.start("stripe")
            told = [(f"{payment['id']}_{number}_{twin}", message) for number, message in enumerate(six(payment)) for twin in range(2)]
            chance.shuffle(told)
            forged = chance.randrange(len(told))
            for number, (key, message) in enumerate(told):
                if number == forged:
                    lie = {"type": "payment_intent.succeeded", "object": {**message["object"], "amount_received": 1, "status": "succeeded"}}
                    assert deliver(shop, lie, "evt_forged", "whsec_somebody_elses") == 401
                assert deliver(shop, message, key, secret) == 200
                if seed % 2:
                    shop.work()
            shop.work()
            hashes.add(ledger(payment))
            final = shop.payment(payment["id"])
            finals.add((final["status"], final["captured"]["amount"], final["refunded"]["amount"], *sorted(shop.refunds())))
            assert balances()[f"order:{shop.order_id}"] == -12_600
    assert finals == {("captured", 12_900, 300, (200, "failed"), (300, "succeeded"))}
    assert len(hashes) == 1
    assert events_in(PaymentsTable, "payment.quarantined") == []
    assert len(events_in(PaymentsTable, "payment.captured")) == len(SEEDS)
