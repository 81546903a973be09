"""A shop that issues gift cards and credit, and the books that have to hold after every step."""

from __future__ import annotations

from typing import Any

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.loyalty.model.stored import Form, Stored, ValueBook, balances
from functions.loyalty.store.owed import differences, value_owed
from functions.loyalty.store.records import ValueMoveRecord, ValueRecord
from functions.loyalty.store.values import ValueMove
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments_app
from functions.payments.app import follow_orders as payments_follow
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.sealing import key_for
from tests.integration.loyalty.shop import customer_of, heard_all, owner_of, staff
from tests.integration.orders.buyer import Buyer
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer


def a_card(worth: int, currency: str = "CNY", **fields: Any) -> Any:
    """With its code."""
    body = {"worth": {"amount": worth, "currency": currency}, "reason": "sold"} | fields
    made = staff().post("/v1/admin/gift_cards", body)
    assert made.status == 201, made.text
    return made.json["cards"][0]


def known(subject: str) -> str:
    """A customer of the shop."""
    customer = customer_of(subject)
    key_for(customer)
    body = customer_body(Customer(customer, "ada@example.com", "Ada", "en", times.iso(clock.now())))
    CustomerRecord(pk=customer_pk(customer), sk=CUSTOMER_SK, kind="customer", body=body).save()
    return customer


def given_credit(customer_id: str, amount: int, kind: str = "top_up") -> Answer:
    body = {"kind": kind, "amount": {"amount": amount, "currency": "CNY"}, "reason": "late parcel"}
    return staff("finance").post(f"/v1/admin/store_credit/{customer_id}/moves", body)


def paying_with(buyer: Buyer, *cards: Any, credit: bool = False) -> Buyer:
    for card in cards:
        done = buyer.client.put(f"{buyer.cart}/gift_cards", {"code": card["code"]})
        assert done.status == 200, done.text
    if credit:
        assert buyer.client.put(f"{buyer.cart}/store_credit").status == 200
    return buyer


def credit_of(subject: str) -> int:
    told = owner_of(subject).get("/v1/me/store_credit").json["credits"]
    return sum(one["balance"]["amount"] for one in told)


def balance_of(card: Any) -> int:
    return int(staff().get(f"/v1/admin/gift_cards/{card['id']}").json["balance"]["amount"])


def switched(card: Any, step: str) -> Answer:
    return staff().post(f"/v1/admin/gift_cards/{card['id']}/{step}", {"reason": "asked by its owner"})


def begun(subject: str, order_id: str, provider: str) -> Answer:
    return Client(payments_app, bearer(subject=subject)).post(f"/v1/orders/{order_id}/payments", {"provider": provider})


def paid_by_transfer(subject: str, order_id: str, amount: int) -> None:
    payment = begun(subject, order_id, "manual")
    assert (payment.status, payment.json["amount"]["amount"]) == (201, amount), payment.text
    receipt = {"amount": payment.json["amount"], "receipt": f"R-{order_id}"}
    done = Client(payments_app, bearer("finance")).post(f"/v1/admin/payments/{payment.json['id']}/record_receipt", receipt)
    assert done.status == 200, done.text


def refunded(order_id: str, amount: int | None = None, **fields: Any) -> Answer:
    body = {"reason": "claim"} | ({"amount": {"amount": amount, "currency": "CNY"}} if amount else {}) | fields
    return Client(payments_app, bearer("owner")).post(f"/v1/admin/orders/{order_id}/refunds", body)


def told_payments(*kinds: str) -> None:
    """What orders have told so far, heard by payments."""
    heard_all(payments_follow, [one for kind in kinds for one in events_in(OrdersTable, kind)])


def check_values() -> dict[ValueBook, int]:
    """All books are 0 together, accounts are what their entries say, and what is owed equals both."""
    entries = [load(ValueMove, one.body).entry for one in ValueMoveRecord.scan(ValueMoveRecord.kind == "value_move")]
    accounts = [load(Stored, one.body) for one in ValueRecord.scan(ValueRecord.kind == "stored_value")]
    books, owed = balances(entries), value_owed()
    assert sum(books.values()) == 0
    assert books[ValueBook.HELD] == sum(one.balance for one in accounts) == sum(owed.values())
    assert list(differences()) == []
    told = {(Form(one["form"]), one["amount"]["currency"]): one["amount"]["amount"] for one in staff().get("/v1/admin/owed").json["values"]}
    assert told == owed
    return books
