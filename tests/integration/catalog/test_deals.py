"""What a promotion without a stated base is compared with: what the shop really sold for, as orders tell it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.catalog.consumers.count_sales import count_sales
from functions.catalog.store.records import CatalogTable, DealRecord
from functions.shared.events.contracts.orders import Line, OrderCancelled, OrderPaid, OrderSummary
from functions.shared.events.contracts.promotions import FlashSaleClosed, FlashSaleScheduled
from functions.shared.events.envelope import SYSTEM, Envelope, Payload
from functions.shared.events.events import envelope_of, event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.store import transactions
from tests.integration.catalog.support import cny, made, published, sized, staff
from tests.integration.catalog.test_prior_price import repriced, seen
from tests.support.events import sqs_of_events

START = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
"""Midnight in Shanghai, where the shop is."""
SINCE = START - timedelta(days=7)
MS = timedelta(milliseconds=1)


def order(product: dict[str, Any], amount: int, placed: datetime, *, quantity: int = 1, discount: int = 0, **fields: Any) -> OrderSummary:
    variant, total = product["variants"][0], amount * quantity - discount
    line = Line("line_1", variant["id"], product["id"], variant["sku"], None, quantity, amount, discount, total)
    order_id, at = fresh.new_id("ord"), times.iso(placed)
    return OrderSummary(order_id, "1", None, "web", "zh", "CNY", amount, 0, 0, 0, total, at, [line], **fields)


def envelope(payload: Payload) -> Envelope:
    return envelope_of(event_put(CatalogTable, "X", payload, subject="x", actor=SYSTEM).record)


def paid(one: OrderSummary) -> Envelope:
    return envelope(OrderPaid(one, "pay_1", one.placed_at))


def cancelled(one: OrderSummary) -> Envelope:
    return envelope(OrderCancelled(one, "buyer", "paid"))


def told(*envelopes: Envelope, at: datetime = START - timedelta(minutes=1)) -> None:
    with clock.frozen(at):
        assert count_sales(sqs_of_events(envelopes), None) == {"batchItemFailures": []}


def on_sale(**fields: Any) -> dict[str, Any]:
    with clock.frozen(SINCE - timedelta(days=90)):
        return published(variants=[{"sku": "D-1", "price": cny(10000)} | fields])


def planned(product: dict[str, Any], amount: int = 8000, starts: datetime = START) -> None:
    body = {"kind": "discount", "price": cny(amount), "starts_at": starts.isoformat(), "ends_at": (starts + timedelta(days=3)).isoformat()}
    made(staff().post(f"/v1/admin/products/{product['id']}/scheduled_prices", body | {"label": {"en": "20 % off"}}))


def claimed(product: dict[str, Any], at: datetime = START) -> int | None:
    with clock.frozen(at):
        found = seen(product, "CN")[1]
    return found if found is None else int(found)


def test_a_reduction_without_a_stated_base_refers_to_the_lowest_deal_of_seven_days() -> None:
    """R03: known before the discount is planned, in the list, on the page and in the cart."""
    product = on_sale()
    told(*(paid(order(product, amount, at)) for amount, at in ((5000, SINCE - MS), (9000, SINCE), (9500, START - MS), (7000, START))))
    with clock.frozen(START - timedelta(hours=1)):
        planned(product)
    with clock.frozen(START):
        assert seen(product, "CN") == (8000, 9000, 11)
        assert seen(product, "US") == (8000, 10000, 20)


def test_without_a_deal_in_seven_days_the_last_one_counts_and_without_any_nothing() -> None:
    """R03"""
    product = on_sale()
    with clock.frozen(SINCE):
        planned(product)
    assert claimed(product) is None
    told(paid(order(product, 8500, SINCE - timedelta(days=60))), paid(order(product, 9900, SINCE - MS)))
    assert claimed(product) == 9900
    told(paid(order(product, 9800, SINCE + timedelta(days=1))))
    assert claimed(product) == 9800


def test_a_sale_placed_before_the_start_and_paid_after_it_renews_the_basis() -> None:
    """R03: also of a running discount; one of its own days does not count, nor does a dearer one."""
    product = on_sale()
    with clock.frozen(SINCE):
        planned(product)
    told(paid(order(product, 9700, START - timedelta(days=1))))
    before = staff().get(f"/v1/admin/products/{product['id']}").json
    late = START + timedelta(hours=2)
    told(paid(order(product, 8000, START)), paid(order(product, 9900, START - MS)), at=late)
    assert staff().get(f"/v1/admin/products/{product['id']}").json == before
    told(paid(order(product, 9200, START - MS)), at=late)
    assert claimed(product, START + timedelta(hours=3)) == 9200


def test_a_sale_of_the_last_second_is_missing_until_it_is_told_and_never_after_that() -> None:
    """R03: paid at once and told 30 seconds later (the window of `sales-counter`): what is shown in between follows from what was known,
    what is asked about that moment later does not; a sale of the first second of the discount is none of before."""
    product = on_sale()
    with clock.frozen(SINCE):
        planned(product)
    told(paid(order(product, 9700, START - timedelta(days=1))))
    in_between = START + timedelta(seconds=29)
    assert claimed(product, in_between) == 9700
    told(paid(order(product, 9000, START - MS)), paid(order(product, 8100, START)), at=START + timedelta(seconds=30))
    assert (claimed(product, START + timedelta(seconds=30)), claimed(product, in_between), claimed(product)) == (9000, 9000, 9000)


def test_duplicates_and_any_order_change_nothing_and_cancelled_orders_do_not_count() -> None:
    """R03: paid and cancelled come twice, and the cancellation before the payment."""
    product = on_sale()
    with clock.frozen(SINCE):
        planned(product)
    kept, gone, late = (order(product, amount, START - timedelta(days=2)) for amount in (9500, 8100, 8200))
    told(paid(kept), paid(gone), paid(kept))
    assert claimed(product) == 8100
    told(cancelled(gone), cancelled(gone), paid(gone))
    assert claimed(product) == 9500
    told(cancelled(late))
    told(paid(late), paid(late))
    assert claimed(product) == 9500
    told(cancelled(kept))
    assert claimed(product) is None


def test_the_price_of_a_deal_is_what_a_piece_cost_and_what_was_given_was_not_sold() -> None:
    """R03: coupons count, gifts and orders of after-sales cases do not; of several lines the cheapest."""
    product = on_sale()
    with clock.frozen(SINCE):
        planned(product)
    when = START - timedelta(days=1)
    told(paid(order(product, 10000, when, quantity=3, discount=3001)))
    assert claimed(product) == 8999
    told(*(paid(one) for one in (order(product, 0, when), order(product, 9000, when, discount=9000))))
    told(paid(order(product, 10000, when, discount=1900, case_id="cas_1")))
    assert claimed(product) == 8999


def test_a_stated_base_stays_and_may_be_taken_back() -> None:
    """R03: what staff wrote as list price is the base they state."""
    product = on_sale(list_price=cny(12000))
    with clock.frozen(SINCE):
        planned(product)
    told(paid(order(product, 9000, START - timedelta(days=1))))
    assert claimed(product) == 12000
    with clock.frozen(START + timedelta(hours=1)):
        repriced(product, list_price=None)
        assert seen(product, "CN") == (8000, 9000, 11)


def test_a_sale_told_while_a_discount_is_being_planned_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """R03: it saw the product without the discount, which had looked for deals before."""
    product, real = on_sale(), transactions.transact
    late = paid(order(product, 8800, START - timedelta(days=1)))
    waiting = [late]

    def between(writes: Any) -> None:
        if waiting:
            told(waiting.pop())
        real(writes)

    monkeypatch.setattr("functions.catalog.products.apply_edit.transact", between)
    with clock.frozen(SINCE):
        planned(product)
    assert claimed(product) == 8800


def test_what_a_discount_was_compared_with_can_be_asked_for() -> None:
    """R03, X34: the deal, its order and its time, now and later."""
    product = on_sale()
    one = order(product, 9000, START - timedelta(days=1))
    told(paid(one))
    with clock.frozen(SINCE):
        planned(product)
    url = f"/v1/admin/products/{product['id']}/price_claims?country=CN&at="
    with clock.frozen(START + timedelta(days=20)):
        answer = staff().get(f"{url}{(START + timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}").json
        before = staff().get(f"{url}{(START - timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}").json["data"][0]
    (row,) = answer["data"]
    assert answer["rule"] == "lowest_sold_of_7_days"
    assert row["basis"] == {"price": cny(9000), "at": one.placed_at, "order_id": one.order_id}
    assert (row["prior_price"], row["list_price"], row["reduction_percent"]) == (cny(9000), cny(9000), 11)
    assert (before["basis"], before["list_price"]) == (None, None)


def test_of_many_deals_the_last_that_counts_is_found_behind_those_that_do_not() -> None:
    """R03: forty cancelled orders after the last one that was not."""
    product = on_sale()
    undone = [order(product, 9000, SINCE - timedelta(minutes=n + 1)) for n in range(40)]
    told(*(cancelled(one) for one in undone), *(paid(one) for one in undone))
    told(paid(order(product, 9300, SINCE - timedelta(days=2))), paid(order(product, 9100, SINCE - timedelta(days=2))))
    with clock.frozen(SINCE):
        planned(product)
    assert claimed(product) == 9100
    key = f"DEALS#{product['variants'][0]['id']}#CNY"
    assert len(list(DealRecord.query(key))) == 42


def test_a_variant_sold_in_another_currency_or_of_another_size_is_not_what_was_sold() -> None:
    """R03"""
    with clock.frozen(SINCE):
        product = published(**sized("S", "M"))
        planned(product)
    told(paid(order(product | {"variants": product["variants"][1:]}, 8600, START - timedelta(days=1))))
    with clock.frozen(START):
        claims = {row["sku"][-1]: row["list_price"] for row in staff().get(f"/v1/admin/products/{product['id']}/price_claims").json["data"]}
    assert claims == {"S": None, "M": cny(8600)}


def test_a_flash_sale_is_a_price_that_was_applied_unless_it_never_opened() -> None:
    """R02, R03: told by promotions, once or twice; one that closed early ends then."""
    product = on_sale()
    variant_id, sales = product["variants"][0]["id"], [fresh.new_id("fls") for _ in range(3)]
    times_ = [times.iso(SINCE + timedelta(days=n)) for n in range(4)]
    for n, sale in enumerate(sales):
        scheduled = envelope(FlashSaleScheduled(sale, variant_id, 5, times_[n], times_[n + 1], 6000 + n, "CNY"))
        told(scheduled, scheduled, at=SINCE - timedelta(days=1))
    told(envelope(FlashSaleScheduled("fls_old", variant_id, 5, times_[0])))
    for sale, at in ((sales[0], SINCE - timedelta(hours=1)), (sales[1], SINCE + timedelta(days=1, hours=1))):
        with clock.frozen(at):
            closed = envelope(FlashSaleClosed(sale, variant_id, 5))
        told(closed, at=at)
    with clock.frozen(SINCE + timedelta(days=2)):
        planned(product, 5500)
    with clock.frozen(START):
        assert seen(product, "DE") == (5500, 6001, 8)
    with clock.frozen(START + timedelta(days=30)):
        repriced(product, price=cny(5900), list_price=cny(10000))
        assert seen(product, "DE") == (5900, None, None)
