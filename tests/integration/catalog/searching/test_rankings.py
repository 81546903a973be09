"""What else a list sorts and counts by: sales, ratings, tags."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.app import count_sales
from functions.catalog.finding import note_best_sellers
from functions.catalog.store.records import CARD_SK, CardRecord, SaleRecord, product_pk, sale_key
from functions.shared.events.contracts.orders import Line, OrderPaid, OrderSummary
from functions.shared.store.records import find
from functions.shared.store.transactions import Update, transact
from tests.integration.catalog.searching.support import followed, found, page, rebuild
from tests.integration.catalog.support import made, published, staff
from tests.integration.orders.buyer import counted
from tests.support.events import sqs


def paid(order_id: str, **pieces: int) -> dict[str, Any]:
    lines = [Line(f"line_{p}", f"var_{p}", p, "S", None, quantity, 1, 0, quantity) for p, quantity in pieces.items()]
    order = OrderSummary(order_id, "1", None, "web", "zh", "CNY", 1, 0, 0, 0, 1, "2026-01-01T00:00:00.000Z", [*lines, *lines[:1]])
    from dataclasses import asdict

    envelope = {"id": f"evt_{order_id}", "type": OrderPaid.TYPE, "version": 1, "occurred_at": order.placed_at, "subject": order_id}
    envelope |= {
        "actor": {"kind": "system", "id": "system"},
        "correlation_id": "",
        "data": asdict(OrderPaid(order, "pay_1", order.placed_at)),
    }
    return {"source": "shop", "detail-type": OrderPaid.TYPE, "detail": envelope}


def test_best_selling_is_what_was_sold_most_each_order_once() -> None:
    few, most, none = (published()["id"] for _ in range(3))
    rebuild()
    with followed():
        event = sqs([paid("ord_1", **{few: 2, most: 1}), paid("ord_2", **{most: 9})])
        for writes in (2, 4):
            with counted() as calls:
                assert count_sales(event, None) == {"batchItemFailures": []}
            # Both orders at once; told again, each by itself.
            assert calls == {"TransactWriteItems": writes, "BatchGetItem": 1}
    card = find(CardRecord, product_pk(few), CARD_SK)
    assert card is not None
    assert card.sold == 4
    assert found("/v1/products?sort=best_selling") == [most, few, none]


def counted_at(moment: str, **pieces: int) -> dict[str, Any]:
    kind, data = "best_sellers.counted", {"counted_at": f"2026-01-{moment}:00:00.000Z", "days": 7, "pieces": pieces}
    detail = {"id": f"evt_{moment}", "type": kind, "version": 1, "occurred_at": data["counted_at"], "subject": "x", "data": data}
    return {"source": "shop", "detail-type": kind, "detail": {**detail, "actor": {"kind": "system", "id": "system"}, "correlation_id": ""}}


def test_what_sold_best_lately_comes_first_whatever_ever_sold_more() -> None:
    """B07: by the number that reports tell; told twice, late, of a product that is gone."""
    old, new, none = (published()["id"] for _ in range(3))
    rebuild()
    with followed():
        assert count_sales(sqs([paid("ord_1", **{old: 50, new: 1})]), None) == {"batchItemFailures": []}
    assert found("/v1/products?sort=best_selling") == [old, new, none]
    with followed():
        for _ in range(2):
            told = [counted_at("03T05", **{new: 4, none: 1, "prod_gone": 9}), counted_at("03T04", **{new: 0, none: 7})]
            assert count_sales(sqs(told), None) == {"batchItemFailures": []}
    assert found("/v1/products?sort=best_selling") == [new, none, old]
    with followed():
        assert count_sales(sqs([counted_at("03T02", **{none: 100})]), None) == {"batchItemFailures": []}
        assert count_sales(sqs([counted_at("03T06", **{new: 0})]), None) == {"batchItemFailures": []}
    assert found("/v1/products?sort=best_selling") == [none, old, new]


def test_a_number_that_became_old_while_it_was_noted_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    product = published()["id"]
    first = True

    def overtaken(writes: Any) -> None:
        nonlocal first
        if first:
            first = False
            assert count_sales(sqs([counted_at("03T06", **{product: 2})]), None) == {"batchItemFailures": []}
        transact(writes)

    monkeypatch.setattr(note_best_sellers, "transact", overtaken)
    assert count_sales(sqs([counted_at("03T05", **{product: 9})]), None) == {"batchItemFailures": []}
    card = find(CardRecord, product_pk(product), CARD_SK)
    assert card is not None
    assert (card.sold_lately, card.lately_at) == (2, "2026-01-03T06:00:00.000Z")


def test_what_came_back_or_was_cancelled_is_not_sold() -> None:
    """Refunded in part and cancelled, in either order and twice; one that was counted before it was kept what is left."""
    one, two = (published()["id"] for _ in range(2))
    orders = [paid(f"ord_{number}", **{one: 3, two: 5}) for number in range(3)]
    assert count_sales(sqs(orders), None) == {"batchItemFailures": []}
    transact([Update(SaleRecord, sale_key("ord_2"), sale_key("ord_2"), [SaleRecord.body.remove()])])

    def told(number: int, kind: str, **data: Any) -> dict[str, Any]:
        order = orders[number]["detail"]["data"]["order"]
        return {"source": "shop", "detail-type": kind, "detail": orders[number]["detail"] | {
            "id": f"evt_{kind}_{number}", "type": kind, "data": {"order": order, "reason": "x", **data},
        }}  # fmt: skip

    money = {"payment_id": "p", "amount": 1, "currency": "CNY", "shipping": 0, "other": 0, "total_refunded": 1, "fully": False}
    # The first line stands in the order twice: two of its six pieces came back.
    parts = [{"line_id": f"line_{one}", "quantity": 2, "amount": 1}, {"line_id": f"line_{two}", "quantity": 0, "amount": 1}]
    backs = [told(n, "order.refunded", refund_id="r", refunded_at="2026-01-02T00:00:00.000Z", lines=parts, **money) for n in range(3)]
    gone = told(1, "order.cancelled", previous_status="paid", paid=True)
    unpaid = told(2, "order.cancelled", previous_status="pending_payment", paid=False)
    for _ in range(2):
        assert count_sales(sqs([backs[0], gone, backs[1], backs[2], unpaid]), None) == {"batchItemFailures": []}
    cards = [find(CardRecord, product_pk(product), CARD_SK) for product in (one, two)]
    assert [card.sold for card in cards if card] == [4 + 0 + 4, 5 + 0 + 5]
    # Cancelled before its payment is told; refunded before: tried again.
    late, other = (paid(f"ord_{number}", **{one: 3, two: 5}) for number in (7, 8))
    orders += [late, other]
    assert count_sales(sqs([told(3, "order.cancelled", previous_status="paid", paid=True)]), None) == {"batchItemFailures": []}
    early = sqs([told(4, "order.refunded", refund_id="r", refunded_at="2026-01-02T00:00:00.000Z", lines=parts, **money)])
    assert len(count_sales(early, None)["batchItemFailures"]) == 1
    assert count_sales(sqs([late]), None) == {"batchItemFailures": []}
    card = find(CardRecord, product_pk(two), CARD_SK)
    assert card is not None
    assert card.sold == 10


def test_ratings_are_in_the_list_and_raise_a_product() -> None:
    plain, liked = published()["id"], published()["id"]
    published()
    rebuild()
    with followed():
        actions = [CardRecord.rating_count.add(10), CardRecord.rating_total.add(50)]
        transact([Update(CardRecord, product_pk(liked), CARD_SK, actions)])
    row = next(row for row in page("/v1/products")["data"] if row["id"] == liked)
    assert (row["rating"], row["rating_count"]) == (5.0, 10)
    assert found("/v1/products?sort=relevance")[0] == liked != plain


def test_a_tag_is_counted_searched_and_shown_by_its_name_also_after_a_renaming() -> None:
    """A08"""
    tag = {"code": "new-2026", "name": {"en": "Novelty", "zh": "新品"}}
    made(staff().post("/v1/admin/tags", tag))
    product = published(tags=["new-2026"])
    published()
    rebuild()
    facets = page("/v1/products?facets=true", accept_language="en")["facets"]
    assert facets["tags"] == [{"value": "new-2026", "name": "Novelty", "count": 1}]
    assert found("/v1/products?q=novelty") == found("/v1/products?tag=new-2026") == [product["id"]]
    with followed():
        made(staff().patch("/v1/admin/tags/new-2026", {"name": {"en": "Arrivals"}}))
    assert (found("/v1/products?q=arrivals"), found("/v1/products?q=novelty")) == ([product["id"]], [])
    assert staff().get(f"/v1/admin/products/{product['id']}").json["version"] == product["version"]
