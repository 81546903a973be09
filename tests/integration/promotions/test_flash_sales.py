"""Flash sales: own quota and price, exact in total, from the opening second, with a token per customer."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from functions.catalog.consumers.count_sales import count_sales
from functions.orders.app import app as orders_app
from functions.orders.store.records import OrdersTable
from functions.promotions.app import run_due
from functions.promotions.flash_sales import enter as flash_enter
from functions.promotions.store import flash_quota
from functions.promotions.store.records import PromotionsTable, ShardRecord
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump
from functions.stock.model.ahead import AheadTerms
from functions.stock.store.records import STOCK_SK, StockRecord, variant_pk
from tests.integration.catalog.support import cny, published
from tests.integration.orders.buyer import Buyer, a_variant, counted, stock_of
from tests.integration.promotions.shop import NOON, a_cart, a_coupon, shopper, staff, use
from tests.integration.promotions.test_use_coupons import orders_paid
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Client


def a_sale(variant: str, **fields: Any) -> Any:
    body = {"name": {"en": "Mug", "zh": "杯"}, "variant_id": variant, "price": {"amount": 100, "currency": "CNY"}, "quota": 5, "shards": 3}
    times = {"opens_at": "2026-11-11T12:00:00", "closes_at": "2026-11-11T13:00:00"}
    made = staff().post("/v1/admin/flash_sales", body | times | fields)
    assert made.status == 201, made.text
    return made.json


def left(sale_id: str) -> int:
    return sum(int(shard.left) for shard in ShardRecord.scan(ShardRecord.kind == "shard") if sale_id in shard.pk)


def entered(buyer: Buyer, sale_id: str, subject: str) -> Any:
    """The buyer with a token in their cart; what the last call answered."""
    token = shopper(subject).post(f"/v1/flash_sales/{sale_id}/tokens")
    if token.status != 201:
        return token
    return buyer.client.put(f"{buyer.cart}/flash_token", {"flash_sale_id": sale_id, "token": token.json["token"]})


def test_an_order_takes_a_piece_at_the_flash_price_and_not_from_the_stock() -> None:
    """I06"""
    with clock.frozen(NOON):
        variant = a_variant(stock=8, price=5000)
        sale = a_sale(variant)["id"]
        assert stock_of(variant) == (3, 5)
        subject = str(uuid.uuid4())
        buyer = a_cart(subject=subject, variant=variant)
        a_coupon()
        use(buyer, "SAVE10")
        assert entered(buyer, sale, subject).status == 200
        with counted() as calls:
            preview = buyer.preview()
        assert calls == {"GetItem": 1, "BatchGetItem": 1}
        (line,) = preview["lines"]
        assert (line["unit_price"]["amount"], line["list_price"], preview["flash"]["reason"]) == (100, None, None)
        assert preview["promotions"]["refused"][0]["reason"] == "no_eligible_line"
        with counted() as calls:
            placed = buyer.place(preview["preview_hash"])
        assert (placed.status, calls) == (201, {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 1})
        assert (left(sale), stock_of(variant)) == (4, (3, 5))
        orders_paid(placed.json)
        assert stock_of(variant) == (3, 4)
        clock_after = staff().post(f"/v1/admin/flash_sales/{sale}/close").json
        assert (clock_after["state"], left(sale), stock_of(variant)) == ("closed", 0, (7, 0))


def test_cancelled_a_piece_goes_back_into_the_quota_or_to_the_stock_once_the_sale_is_closed() -> None:
    """I06"""
    with clock.frozen(NOON):
        variant = a_variant(stock=5, price=5000)
        sale = a_sale(variant, quota=2, shards=1)["id"]
        orders = []
        for _ in range(2):
            subject = str(uuid.uuid4())
            buyer = a_cart(subject=subject, variant=variant)
            entered(buyer, sale, subject)
            orders.append((buyer, buyer.place().json))
        assert left(sale) == 0
        buyer, order = orders[0]
        assert buyer.client.post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        assert (left(sale), stock_of(variant)) == (1, (3, 2))
    with clock.frozen(NOON + timedelta(hours=1)):
        due = {"keys": [[f"FLASH#{sale}", "FLASH"]]}
        for _ in range(2):
            assert run_due(sqs([due]), None) == {"batchItemFailures": []}
        assert (left(sale), stock_of(variant)) == (0, (4, 1))
        buyer, order = orders[1]
        assert buyer.client.post(f"/v1/orders/{order['id']}/cancel", {}).status == 200
        assert (left(sale), stock_of(variant)) == (0, (5, 0))


def test_a_sale_that_is_sold_out_is_closed_like_any_other() -> None:
    """I06: nothing goes back to the stock."""
    with clock.frozen(NOON):
        variant, subject = a_variant(stock=5, price=5000), str(uuid.uuid4())
        sale = a_sale(variant, quota=1, shards=1)["id"]
        buyer = a_cart(subject=subject, variant=variant)
        entered(buyer, sale, subject)
        assert buyer.place().status == 201
    with clock.frozen(NOON + timedelta(hours=1)):
        due = {"keys": [[f"FLASH#{sale}", "FLASH"]]}
        for _ in range(2):
            assert run_due(sqs([due]), None) == {"batchItemFailures": []}
        closed = staff().get(f"/v1/admin/flash_sales/{sale}").json
    assert (closed["state"], closed["left"], stock_of(variant)) == ("closed", 0, (4, 1))
    assert [event.data["left"] for event in events_in(PromotionsTable, "flash_sale.closed")] == [0]


def test_the_gate() -> None:
    """I06: not before the opening second, not too often, not beyond the limit, not after it is closed."""
    variant = a_variant(stock=9, price=5000)
    subject = str(uuid.uuid4())
    with clock.frozen(NOON - timedelta(milliseconds=1)):
        sale = a_sale(variant, quota=4)["id"]
        early = shopper(subject).post(f"/v1/flash_sales/{sale}/tokens")
        assert (early.status, early.code) == (409, "flash_not_open")
    with clock.frozen(NOON):
        buyer, second = a_cart(subject=subject, variant=variant), a_cart(subject=subject, variant=variant)
        assert entered(buyer, sale, subject).status == 200
        again = shopper(subject).post(f"/v1/flash_sales/{sale}/tokens")
        assert (again.status, again.code, again.headers["retry-after"]) == (429, "flash_wait", "2")
        assert buyer.place().status == 201
        enough = shopper(subject).post(f"/v1/flash_sales/{sale}/tokens")
        assert (enough.status, enough.code) == (409, "flash_limit")
        thief = second.client.put(f"{second.cart}/flash_token", {"flash_sale_id": sale, "token": "guessed"})
        assert thief.status == 200
        assert second.preview()["flash"]["reason"] == "flash_token_invalid"
        refused = second.place()
        assert (refused.status, refused.code, left(sale)) == (409, "flash_token_invalid", 3)
        assert second.client.delete(f"{second.cart}/flash_token").status == 200
        assert second.preview()["lines"][0]["unit_price"]["amount"] == 5000
    with clock.frozen(NOON + timedelta(hours=1)):
        assert shopper().post(f"/v1/flash_sales/{sale}/tokens").code == "flash_closed"


def test_a_crowd_gets_exactly_the_quota_and_the_rest_is_shed_before_the_database() -> None:
    """I06"""
    with clock.frozen(NOON):
        variant = a_variant(stock=50, price=5000)
        sale = a_sale(variant, quota=6, shards=4)["id"]
        buyers = []
        for _ in range(12):
            subject = str(uuid.uuid4())
            buyer = a_cart(subject=subject, variant=variant)
            assert entered(buyer, sale, subject).status == 200
            buyers.append(buyer)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda buyer: buyer.place(), buyers))
        assert sorted(a.status for a in answers) == [201] * 6 + [409] * 6
        assert {a.code for a in answers if a.status == 409} == {"flash_sold_out"}
        assert left(sale) == 0
        flash_quota.quota_left(flash_enter.sale_of(sale))
        with counted() as calls:
            late = shopper().post(f"/v1/flash_sales/{sale}/tokens")
        assert (late.code, calls) == ("flash_sold_out", {})


def test_sales_that_make_no_sense() -> None:
    """I06"""
    variant = a_variant(stock=3)
    body = {"name": {"en": "X"}, "variant_id": variant, "price": {"amount": 1, "currency": "CNY"}, "quota": 4}
    times = {"opens_at": "2030-01-01T00:00:00", "closes_at": "2030-01-02T00:00:00"}
    assert staff().post("/v1/admin/flash_sales", body | times).code == "out_of_stock"
    assert staff().post("/v1/admin/flash_sales", body | times | {"closes_at": "2029-01-01T00:00:00"}).code == "end_before_start"
    assert staff().post("/v1/admin/flash_sales", body | times | {"quota": 0}).status == 422
    abroad = staff().post("/v1/admin/flash_sales", body | times | {"quota": 1, "price": {"amount": 1, "currency": "USD"}})
    assert [(e["pointer"], e["code"]) for e in abroad.json["errors"]] == [("/price/currency", "currency_not_offered")], (
        "nobody buys it in USD"
    )
    assert stock_of(variant) == (3, 0)
    assert Client(orders_app).get("/v1/carts/cart_x").status == 404


def test_the_flash_price_is_shown_against_what_was_really_sold() -> None:
    """R03: an order of the seven days before it opened, its coupon taken off; the law is China's."""
    with clock.frozen(NOON - timedelta(days=2)):
        variant = published(variants=[{"sku": "F-1", "price": cny(5000)}])["variants"][0]["id"]
        subject, sale = str(uuid.uuid4()), a_sale(variant, quota=2)["id"]
        before = a_cart(variant=variant)
        a_coupon()
        use(before, "SAVE10")
        orders_paid(before.place(before.preview()["preview_hash"]).json)
        told = [*events_in(PromotionsTable, "flash_sale.scheduled"), *events_in(OrdersTable, "order.paid")]
        assert count_sales(sqs_of_events(told), None) == {"batchItemFailures": []}
    with clock.frozen(NOON):
        buyer = a_cart(subject=subject, variant=variant)
        assert entered(buyer, sale, subject).status == 200
        (line,) = buyer.preview()["lines"]
        assert (line["unit_price"]["amount"], line["list_price"]["amount"]) == (100, 4000)


def test_pieces_of_a_flash_sale_are_never_sold_ahead() -> None:
    """X31, I06: its quota is set aside and there; what is left for others may be sold ahead, and owes nothing to the sale."""
    with clock.frozen(NOON):
        variant = a_variant(stock=5, price=5000)
        sale = a_sale(variant)["id"]
        StockRecord.get(variant_pk(variant), STOCK_SK).update([StockRecord.ahead.set(dump(AheadTerms("backorder", 5, "2026-12-24")))])
        subject = str(uuid.uuid4())
        buyer = a_cart(subject=subject, variant=variant)
        assert entered(buyer, sale, subject).status == 200
        assert buyer.preview()["lines"][0]["sold_as"] is None
        order = buyer.place()
        assert (order.status, order.json["lines"][0]["sold_as"], order.json["totals"]["subtotal"]["amount"]) == (201, None, 100)
        assert (stock_of(variant), bool(StockRecord.get(variant_pk(variant), STOCK_SK).owed)) == ((0, 5), False)
        assert a_cart(variant=variant).place().json["lines"][0]["sold_as"] == "backorder"
