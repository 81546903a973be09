"""D05: an order in one call, with the checks, the price and the payment of the long way."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from functions.customers.app import app as customers
from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.orders.app import app
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.payments.model.wallet import SavedMethod, Wallet
from functions.payments.saved.wallets import change_wallet
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import outbound, provider_keys
from functions.shared.plain import ids, settings
from tests.integration.orders.buyer import ADDRESS, a_variant, stock_of
from tests.integration.payments.sandbox_double import SECRET, Provider, served
from tests.support.http import Answer, Client
from tests.support.identity import bearer

EXPRESS = "/v1/orders/express"


class Person:
    def __init__(self, provider: Provider) -> None:
        subject = str(uuid.uuid4())
        self.provider, self.id = provider, ids.customer_id(subject)
        self.client, self.book = Client(app, bearer(subject=subject)), Client(customers, bearer(subject=subject))
        customer = Customer(self.id, "ada@example.com", "Ada", "en", "2026-01-01T00:00:00Z")
        CustomerRecord(pk=customer_pk(self.id), sk=CUSTOMER_SK, kind="customer", body=customer_body(customer)).save()

    def ready(self, then: str = "succeeded", expires: str = "2039-12") -> Person:
        """With an address and a card."""
        assert self.book.post("/v1/me/addresses", ADDRESS).status == 201
        self.provider.cards["sbxtok_1"] = {"token": "sbxtok_1", "then": then}
        card = SavedMethod("pmt_1", "sandbox", "sandbox", "wallet", "sbxtok_1", "visa", "4242", expires, "2026-01-01T00:00:00Z")
        change_wallet(self.id, lambda _: Wallet([card]), actor=SYSTEM)
        return self

    def buys(self, variant: str, key: str | None = "", **body: Any) -> Answer:
        headers = {} if key is None else {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.client.call("POST", EXPRESS, {"lines": [{"variant_id": variant, "quantity": 2}], **body}, headers)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    with served() as (url, current):
        monkeypatch.setenv("PAYMENT_SANDBOX_URL", url)
        monkeypatch.setenv("SECRET_PAYMENTS", "shop-test-payments")
        keys = boto3.client("secretsmanager")
        keys.create_secret(Name="shop-test-payments", SecretString=json.dumps({"sandbox_payment": {"secret": SECRET}}))
        settings.settings.cache_clear()
        provider_keys.forget()
        yield Person(current[-1])
        outbound._pool().clear()
        keys.delete_secret(SecretId="shop-test-payments", ForceDeleteWithoutRecovery=True)
        settings.settings.cache_clear()


def orders() -> int:
    return sum(1 for _ in OrderRecord.scan(OrdersTable.kind == "order"))


def test_one_call_buys_at_the_price_of_the_long_way(person: Person) -> None:
    variant = a_variant(stock=5)
    bought = person.ready().buys(variant)
    assert bought.status == 201, bought.text
    assert (bought.json["payment"]["status"], bought.json["payment_refused"]) == ("captured", None)
    cart = person.client.post("/v1/carts", {"lines": [{"variant_id": variant, "quantity": 2}], "address": ADDRESS}).json
    option = min((one for one in cart["delivery_options"] if one["kind"] == "home"), key=lambda one: one["fee"]["amount"])
    whole = {"lines": [{"variant_id": variant, "quantity": 2}], "address": ADDRESS, "delivery_option_id": option["id"]}
    long_way = person.client.post("/v1/carts", whole).json
    placed = person.client.post("/v1/orders", {"cart_id": long_way["id"]})
    assert bought.json["order"]["totals"] == placed.json["totals"]
    assert bought.json["payment"]["amount"] == placed.json["totals"]["total"]
    assert stock_of(variant) == (1, 4)


def test_the_same_call_again_buys_once_also_where_the_provider_was_silent(person: Person) -> None:
    variant, key = a_variant(), str(uuid.uuid4())
    person.ready()
    person.provider.lost_answers = 1
    assert person.buys(variant, key).code == "payment_outcome_unknown"
    first, second = person.buys(variant, key), person.buys(variant, key)
    assert (first.status, second.status, first.json) == (201, 201, second.json)
    assert (orders(), len(person.provider.charges), stock_of(variant)) == (1, 1, (18, 2))
    other = person.buys(variant, key, metadata={"a": "b"})
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_another_wish_under_the_key_of_a_call_that_died_is_refused(person: Person) -> None:
    variant, key = a_variant(), str(uuid.uuid4())
    person.ready()
    person.provider.lost_answers = 1
    person.buys(variant, key)
    assert person.buys(variant, key, metadata={"a": "b"}).code == "idempotency_key_reused"
    assert orders() == 1


def test_the_bank_asks(person: Person) -> None:
    payment = person.ready(then="pending").buys(a_variant()).json["payment"]
    assert (payment["status"], payment["next_action"]["kind"]) == ("pending", "redirect")


def test_declined_leaves_an_order_that_waits(person: Person) -> None:
    bought = person.ready(then="failed").buys(a_variant()).json
    assert (bought["payment"]["status"], bought["order"]["status"]) == ("failed", "pending_payment")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"payment_method_id": "pmt_2"}, "payment_method_not_found"),
        ({"address_id": "adr_x"}, "unknown_address"),
        ({"delivery_option_id": "none"}, "unknown_delivery_option"),
        ({"codes": ["NOSUCH"]}, None),
        ({"lines": []}, None),
        ({"lines": [{"variant_id": "var_x"}]}, "unknown_variant"),
        ({"lines": [{"variant_id": "var_x", "quantity": 0}]}, None),
    ],
)
def test_what_is_wrong_is_told_and_buys_nothing(person: Person, body: dict[str, Any], code: str | None) -> None:
    answer = person.ready().buys(a_variant(), **body)
    assert answer.status in (404, 409, 422), answer.text
    assert code in (None, answer.code)
    assert (orders(), person.provider.charges) == (0, {})


def test_who_has_no_address_no_card_no_key_or_an_old_card(person: Person) -> None:
    variant = a_variant()
    assert person.buys(variant).code == "address_missing"
    assert person.book.post("/v1/me/addresses", ADDRESS).status == 201
    assert person.buys(variant).code == "payment_method_missing"
    person.ready(expires="2020-01")
    assert person.buys(variant).code == "payment_method_expired"
    assert person.buys(variant, None).code == "idempotency_key_missing"
    assert Client(app).post(EXPRESS, {"lines": []}).status == 401
    assert orders() == 0


def test_sold_out_is_sold_out_here_too(person: Person) -> None:
    variant = a_variant(stock=1)
    answer = person.ready().buys(variant)
    assert (answer.status, answer.code, person.provider.charges) == (409, "out_of_stock", {})


def test_gift_cards_alone_need_no_address(person: Person) -> None:
    """X18, D05: without an address book, and with a default address where nothing is delivered; goods beside them want one."""
    card, mug = a_variant(stock=50, price=5_000, tax_class="gift_card", sku="CARD"), a_variant()
    person.ready()
    book = person.book.get("/v1/me/addresses").json["data"]
    assert person.book.delete(f"/v1/me/addresses/{book[0]['id']}").status == 204
    bought = person.buys(card)
    assert bought.status == 201, bought.text
    order = bought.json["order"]
    assert (order["delivery_option"]["kind"], order["address"]["street"], bought.json["payment"]["status"]) == ("none", "", "captured")
    both = [{"variant_id": one, "quantity": 1} for one in (card, mug)]
    refused = person.buys(card, lines=both)
    assert (refused.status, refused.code, refused.json["errors"][0]["pointer"]) == (422, "address_missing", "/address_id")
    far = ADDRESS | {"country": "FR", "province": "", "city": "Paris", "district": "", "postal_code": "75001"}
    assert person.book.post("/v1/me/addresses", far).status == 201
    owner = Client(app, bearer("owner"))
    for zone in owner.get("/v1/admin/shipping_zones").json["data"]:
        assert owner.delete(f"/v1/admin/shipping_zones/{zone['id']}").status == 204
    assert person.buys(card).status == 201
    refused = person.buys(card, lines=both)
    assert (refused.status, refused.code) == (422, "address_not_covered")
    assert orders() == 2
