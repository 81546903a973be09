"""A flash sale's quota is given back once at most, whatever way its orders take."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.app import apply_payments
from functions.orders.checkout import place_order
from functions.orders.placed import cancel_order
from functions.promotions.flash_sales import manage as flash_manage
from functions.promotions.store.records import EntryRecord, customer_pk, entry_sk
from functions.shared.events.contracts.payments import PaymentAuthorized, PaymentVoided
from functions.shared.outside import clock
from tests.integration.orders.buyer import Buyer, a_variant, captured, event, stock_of
from tests.integration.orders.buyer import staff as order_staff
from tests.integration.promotions.shop import NOON, a_cart, customer_of, staff
from tests.integration.promotions.test_flash_sales import a_sale, entered, left
from tests.support.events import sqs_of_events
from tests.support.races import in_between

DONE: dict[str, Any] = {"batchItemFailures": []}


def bought(variant: str, sale: str) -> tuple[Buyer, Any]:
    subject = str(uuid.uuid4())
    buyer = a_cart(subject=subject, variant=variant)
    assert entered(buyer, sale, subject).status == 200
    placed = buyer.place()
    assert placed.status == 201, placed.text
    return buyer, placed.json


def released(order: Any, *, on_delivery: bool = True) -> None:
    data = PaymentAuthorized(
        "pay_1", order["id"], "manual", order["totals"]["total"]["amount"], "CNY", on_delivery, "2026-11-11T04:00:00.000Z"
    )
    assert apply_payments(sqs_of_events([event(PaymentAuthorized.TYPE, vars(data), order["id"])]), None) == DONE


@pytest.mark.parametrize("on_delivery", [True, False])
def test_released_before_payment_and_cancelled_the_quota_stays_taken(on_delivery: bool) -> None:
    """F-A4: the stock was committed, so the pieces come back to the stock, and not to the quota as well."""
    with clock.frozen(NOON):
        variant = a_variant(stock=2, price=5000)
        sale = a_sale(variant, quota=2, shards=1)["id"]
        _, order = bought(variant, sale)
        released(order, on_delivery=on_delivery)
        assert (left(sale), stock_of(variant)) == (1, (0, 1))
        assert order_staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        assert (left(sale), stock_of(variant)) == (1, (1, 1))
        _, last = bought(variant, sale)
        assert apply_payments(sqs_of_events([captured(last)]), None) == DONE
        assert (left(sale), stock_of(variant)) == (0, (1, 0))


def test_a_promise_that_lapses_gives_the_quota_nothing() -> None:
    """F-A4: the same where the provider lets the held money go."""
    with clock.frozen(NOON):
        variant = a_variant(stock=2, price=5000)
        sale = a_sale(variant, quota=2, shards=1)["id"]
        _, order = bought(variant, sale)
        released(order, on_delivery=False)
        voided = PaymentVoided("pay_1", order["id"], "manual", "expired")
        for _ in range(2):
            assert apply_payments(sqs_of_events([event(PaymentVoided.TYPE, vars(voided), order["id"])]), None) == DONE
        assert (left(sale), stock_of(variant)) == (1, (1, 1))


def test_released_between_the_look_and_the_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A4: the cancellation decides again, by what the stock is then."""
    with clock.frozen(NOON):
        variant = a_variant(stock=2, price=5000)
        sale = a_sale(variant, quota=2, shards=1)["id"]
        _, order = bought(variant, sale)
        in_between(monkeypatch, cancel_order, "order_page", lambda: released(order))
        assert order_staff().post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        assert (left(sale), stock_of(variant)) == (1, (1, 1))


def test_closed_between_the_look_and_the_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-A4: a sale that closes meanwhile leaves the piece to the stock."""
    with clock.frozen(NOON):
        variant = a_variant(stock=2, price=5000)
        sale = a_sale(variant, quota=2, shards=1)["id"]
        buyer, order = bought(variant, sale)
        shut = f"/v1/admin/flash_sales/{sale}/close"
        in_between(monkeypatch, cancel_order, "return_writes", lambda: staff().post(shut))
        assert buyer.client.post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        assert (left(sale), stock_of(variant)) == (0, (2, 0))


def test_a_piece_sold_between_the_look_and_the_closing_is_not_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E: closing names what it read of every shard."""
    with clock.frozen(NOON):
        variant = a_variant(stock=2, price=5000)
        sale = a_sale(variant, quota=2, shards=1)["id"]
        in_between(monkeypatch, flash_manage, "quota_left", lambda: bought(variant, sale))
        assert staff().post(f"/v1/admin/flash_sales/{sale}/close").status == 200
        assert (left(sale), stock_of(variant)) == (0, (1, 1))


def test_a_second_cart_with_the_same_token_meets_the_limit_in_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-E (flash limit per customer): both carts saw that one more may be bought; the entry's own condition decides."""
    with clock.frozen(NOON):
        variant, subject = a_variant(stock=9, price=5000), str(uuid.uuid4())
        sale = a_sale(variant, quota=4, shards=1, per_customer=2)["id"]
        buyer = a_cart(subject=subject, variant=variant, quantity=2)
        assert entered(buyer, sale, subject).status == 200
        key = customer_pk(customer_of(subject)), entry_sk(sale)

        def bought_elsewhere() -> None:
            EntryRecord.get(*key).update([EntryRecord.bought.set(1)])

        from functions.orders.checkout import place_order

        in_between(monkeypatch, place_order, "promoted_state", bought_elsewhere)
        refused = buyer.place()
        assert (refused.status, refused.code, left(sale), stock_of(variant)) == (409, "flash_limit", 4, (5, 4))
        assert EntryRecord.get(*key).bought == 1


@pytest.mark.parametrize(("what", "code"), [("sold", "flash_sold_out"), ("closed", "flash_closed")])
def test_the_last_piece_goes_between_the_look_and_the_order(monkeypatch: pytest.MonkeyPatch, what: str, code: str) -> None:
    """F-E: the shard's own condition decides, and the buyer is told what became of the sale."""
    with clock.frozen(NOON):
        variant, subject = a_variant(stock=3, price=5000), str(uuid.uuid4())
        sale = a_sale(variant, quota=1, shards=1)["id"]
        buyer = a_cart(subject=subject, variant=variant)
        assert entered(buyer, sale, subject).status == 200
        gone = {"sold": lambda: bought(variant, sale), "closed": lambda: staff().post(f"/v1/admin/flash_sales/{sale}/close")}
        in_between(monkeypatch, place_order, "promoted_state", gone[what])
        assert (buyer.place().code, left(sale), stock_of(variant)) == (code, 0, (2, 1) if what == "sold" else (3, 0))
