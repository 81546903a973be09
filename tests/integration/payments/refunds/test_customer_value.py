"""What a customer is worth, as staff see it, is what the ledger says."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from functions.customers.app import app as customers
from functions.customers.model.customer import Customer
from functions.customers.store.records import CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.orders.store.records import ORDER_SK, OrderRecord, customer_key, order_pk
from functions.payments.app import app as payments
from functions.payments.model.ledger import Entry, Posting
from functions.payments.store.ledger_store import ledger_record
from tests.integration.payments.shop import Shop, told
from tests.support.http import Client
from tests.support.identity import bearer

PERSON = "cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"


@pytest.fixture
def owner() -> Client:
    customer = Customer(PERSON, "ada@example.com", "Ada", "de", "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(PERSON), sk="CUSTOMER", kind="customer", body=customer_body(customer)).save()
    return Client(customers, bearer("owner"))


def theirs(order_id: str) -> str:
    record = OrderRecord.get(order_pk(order_id), ORDER_SK)
    body = record.body.replace('"customer_id":null', f'"customer_id":"{PERSON}"')
    record.update([OrderRecord.body.set(body), OrderRecord.gsi1pk.set(customer_key(PERSON)), OrderRecord.gsi1sk.set(order_id)])
    return order_id


def by_the_ledger(shop: Shop, order_ids: list[str]) -> dict[str, int]:
    """What the orders are owed, by its own operation."""
    owed: dict[str, int] = defaultdict(int)
    for order_id in order_ids:
        for line in shop.finance.get(f"/v1/admin/ledger?order={order_id}").json["data"]:
            for posting in line["postings"]:
                if posting["account"] == f"order:{order_id}":
                    owed[posting["amount"]["currency"]] -= posting["amount"]["amount"]
    return dict(owed)


def test_money_is_what_the_ledger_says_in_each_currency(shop: Shop, owner: Client) -> None:
    """H12: with partial refunds, one of goodwill, one that came back, a lost dispute, and an order in another currency."""
    payment = shop.started()
    shop.webhook(told(payment))
    shop.work()
    goodwill = {"kind": "money", "amount": {"amount": 300, "currency": "CNY"}, "reason": "A week late."}
    assert Client(payments, bearer("owner")).post(f"/v1/admin/orders/{shop.order_id}/compensations", goodwill).status == 201
    for amount in (100, 2800):
        body = {"reason": "broken", "amount": {"amount": amount, "currency": "CNY"}}
        assert shop.finance.post(f"/v1/admin/orders/{shop.order_id}/refunds", body).status == 201
    other = shop.place(number="N20260132")
    moves: list[tuple[str, int]] = [("charge", 5000), ("refund", -700), ("refund_failure", 700), ("dispute", -300)]
    for number, (cause, amount) in enumerate(moves):
        postings = [Posting("provider:sandbox:sandbox", amount), Posting(f"order:{other}", -amount)]
        entry = Entry("pay_01JD5Z6N7W8X9Y0Z1A2B3C4D5E", other, cause, f"2026-01-0{number + 1}T00:00:00.000Z", "USD", postings)
        ledger_record(entry, f"d{number}").save()
    ours = [theirs(shop.order_id), theirs(other)]
    shown: dict[str, Any] = owner.get(f"/v1/admin/customers/{PERSON}/overview").json
    assert {row["value"]["currency"]: row["value"]["amount"] for row in shown["value"]["data"]} == by_the_ledger(shop, ours)
    assert by_the_ledger(shop, ours) == {"CNY": 9700, "USD": 4700}
    (cny, _) = shown["value"]["data"]
    assert (cny["taken"]["amount"], cny["given_back"]["amount"]) == (12900, 3200)
    assert sorted(row["amount"]["amount"] for row in shown["refunds"]["data"]) == [100, 300, 2800]
    assert {row["id"] for row in shown["orders"]["data"]} == set(ours)
    assert (shown["value"]["orders"], shown["value"]["more"]) == (2, False)
