"""G02: other pieces are reserved at once, the difference is paid once, and what does not come about is as if it had never been."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.app import app
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.records import AftersalesTable
from functions.catalog.model.product import ProductFacts
from functions.catalog.model.visibility.visibility import Visibility
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.orders.store.people.bodies import order_body, order_of
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.orders.store.repository import get_order
from functions.payments.app import app as payments
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.selling.markets import KeptTerms
from tests.integration.aftersales.exchanged import (
    asked,
    bowl,
    ended,
    exchange,
    its_order,
    parcels,
    pay,
    sell_out,
    sent_back,
    unpaid_at_its_deadline,
)
from tests.integration.aftersales.sold import Sold, later
from tests.integration.orders.buyer import a_variant, staff, stock_of
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

MUGS, PLATES = 0, 1


def test_for_something_dearer(sold: Sold) -> None:
    """Reserved at once, at the price of the day; the buyer pays the difference at its order; it leaves when the old piece is here."""
    variant = bowl(7000)
    case = exchange(sold, variant, (MUGS, 2))
    amounts = {name: case["exchange"][name]["amount"] for name in ("value", "credit", "to_pay")}
    assert amounts == {"value": 14_000, "credit": 11_800, "to_pay": 2_200}
    assert (stock_of(variant), case["amount"]["amount"], case["lines"][0]["wanted_variant_id"]) == ((3, 2), 0, variant)
    order = its_order(sold, case)
    assert (order["status"], order["totals"]["total"]["amount"], order["metadata"]["exchanges"]) == (
        "pending_payment",
        2_200,
        sold.order["number"],
    )
    pay(sold, case)
    assert (sold.seen(case)["exchange"]["covered"], stock_of(variant), parcels(case)) == (True, (3, 0), [])
    sent_back(sold, case)
    assert sold.graded(case, (MUGS, 2, "as_new")).json["status"] == "inspected"
    assert parcels(case) == []
    sold.news()
    done = sold.seen(case)
    assert (done["status"], done["exchange"]["released"], sold.given_back()) == ("exchanged", True, 0)
    assert [one["lines"][0]["quantity"] for one in parcels(case)] == [2]
    assert len(events_in(AftersalesTable, "return.exchanged")) == 1
    assert sold.open((MUGS, 2)).code == "line_quantity_exceeded"
    assert sold.staff(case, "close").json["status"] == "closed"


def test_for_something_cheaper(sold: Sold) -> None:
    """What the old pieces have cost more goes back, once, when they are here; nothing of the delivery fee does."""
    case = exchange(sold, bowl(4000), (MUGS, 1), (PLATES, 1))
    assert (case["amount"]["amount"], case["exchange"]["to_pay"]["amount"], case["exchange"]["covered"]) == (1_233, 0, True)
    sent_back(sold, case)
    sold.graded(case, (MUGS, 1, "as_new"), (PLATES, 1, "used"))
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back(), len(parcels(case))) == ("exchanged", 1_233, 1)
    # The other pieces are worth what they were, and no more.
    rest = sold.sent_back((MUGS, 2), (PLATES, 1))
    sold.graded(rest, (MUGS, 2, "as_new"), (PLATES, 1, "as_new"))
    sold.news()
    assert sold.given_back() == 1_233 + 11_800 + 3_333


def for_some(variant: str) -> None:
    """Its product is for members from now on."""
    record = VariantRecord.get(variant_pk(variant), VARIANT_SK)
    facts = replace(load(ProductFacts, record.product), visibility=Visibility(groups=("level:gold",)))
    record.update([VariantRecord.product.set(dump(facts))])


def test_only_for_what_is_for_its_buyer_or_what_they_had(sold: Sold) -> None:
    """X13: what is for members is refused to others, nothing is set aside; the same once more is made good, whoever it is for by now."""
    variant = bowl(5900)
    for one in (variant, sold.variants[MUGS]):
        for_some(one)
    refused = asked(sold, variant, (MUGS, 1))
    assert (refused.status, refused.code, stock_of(variant)) == (409, "not_offered", (5, 0))
    assert exchange(sold, sold.variants[MUGS], (MUGS, 1), reason="defective")["exchange"]["to_pay"]["amount"] == 0


def test_it_is_sold_in_the_market_of_its_order(sold: Sold) -> None:
    """X14: whatever that market, or none, says by now: the same ways to pay and carriers, and tax in the price where it was."""
    kept = KeptTerms("cn", ("manual/bank_transfer",), True, ("sf",))
    record = get_order(sold.id)
    record.update([OrderRecord.body.set(order_body(replace(order_of(record), market=kept)))])
    assert staff().post("/v1/admin/tax_rates", {"name": "VAT", "rate": "0.10", "country": "CN"}).status == 201
    case = exchange(sold, bowl(7000), (MUGS, 1))
    order = its_order(sold, case)
    assert (order["market"], order_of(get_order(order["id"])).market) == ("cn", kept)
    assert (case["exchange"]["value"]["amount"], "tax_included" in {part["kind"] for part in order["parts"]}) == (7_000, True)
    client = Client(payments, {"x-order-token": sold.order["token"]})
    offered = client.get(f"/v1/payment_methods?order={order['id']}").json["data"]
    assert {f"{one['provider']}/{one['method']}" for one in offered} == {"manual/bank_transfer"}
    assert client.post(f"/v1/orders/{order['id']}/payments", {"provider": "sandbox"}).code == "unsupported_in_market"


def test_what_was_wrong_is_made_good_for_nothing(sold: Sold) -> None:
    """2019/771 Art. 14: the same once more costs nothing, whatever it costs by now."""
    a_variant(price=9900, variant_id=sold.variants[MUGS])
    case = exchange(sold, sold.variants[MUGS], (MUGS, 1), reason="defective")
    dearer = exchange(sold, sold.variants[MUGS], (MUGS, 1))
    assert dearer["exchange"]["to_pay"]["amount"] == 4_000
    assert (case["exchange"]["to_pay"]["amount"], case["amount"]["amount"], case["lines"][0]["clause"]["freight"]) == (0, 0, "shop")


def test_what_is_not_there_or_not_sold(sold: Sold) -> None:
    variant = bowl(5900, stock=1)
    before = len(events_in(OrdersTable))
    short = asked(sold, variant, (MUGS, 2))
    assert (short.status, short.code, short.json["variant_ids"]) == (409, "out_of_stock", [variant])
    sell_out(variant)
    assert asked(sold, variant, (MUGS, 1)).code == "out_of_stock"
    assert asked(sold, "var_01AAAAAAAAAAAAAAAAAAAAAAAA", (MUGS, 1)).code == "unpublished"
    assert asked(sold, "杯🍵", (MUGS, 1)).status in (409, 422)
    assert sold.open((MUGS, 1), kind="exchange").status == 422
    assert asked(sold, variant, (MUGS, 4)).code == "line_quantity_exceeded"
    assert (len(events_in(OrdersTable)), pieces_of(sold.id).taken().total()) == (before, 0)


def test_taken_back_it_leaves_nothing(sold: Sold) -> None:
    """Stock, pieces and what was paid for it are as they were."""
    variant = bowl(7000)
    case = exchange(sold, variant, (MUGS, 1))
    pay(sold, case)
    assert sold.mine(case, "cancel").json["exchange"]["off"] == "withdrawn_by_buyer"
    ended(sold)
    assert (stock_of(variant), its_order(sold, case)["status"], sold.given_back()) == ((5, 0), "cancelled", 1_100)
    assert sold.seen(case)["status"] == "cancelled"
    assert sold.open((MUGS, 3)).status == 201


def test_turned_down_it_leaves_nothing_either(sold: Sold) -> None:
    variant = bowl(5900)
    case = exchange(sold, variant, (MUGS, 1))
    assert stock_of(variant) == (4, 0)
    assert sold.staff(case, "counter_offer", {"amount": {"amount": 100, "currency": "CNY"}}).code == "illegal_transition"
    assert sold.staff(case, "reject", {"reason": "worn"}).json["exchange"]["off"] == "rejected"
    assert (stock_of(variant), its_order(sold, case)["status"]) == ((5, 0), "cancelled")
    assert sold.open((MUGS, 3)).status == 201


def test_not_paid_in_time(sold: Sold) -> None:
    variant = bowl(7000)
    case = exchange(sold, variant, (MUGS, 1))
    sold.staff(case, "approve", {})
    with later(hours=48 + 72, seconds=1):
        unpaid_at_its_deadline(case)
        sold.news()
    done = sold.seen(case)
    assert (done["status"], done["ended_because"], stock_of(variant)) == ("cancelled", "not_paid", (5, 0))
    assert len(events_in(AftersalesTable, "return.cancelled")) == 1
    assert sold.open((MUGS, 3)).status == 201


def test_what_came_and_was_not_paid_for_is_paid_back(sold: Sold) -> None:
    variant = bowl(7000)
    case = exchange(sold, variant, (MUGS, 1))
    sent_back(sold, case)
    assert sold.graded(case, (MUGS, 1, "as_new")).json["status"] == "inspected"
    sold.news()
    assert sold.seen(case)["status"] == "inspected"
    with later(hours=48 + 72, seconds=1):
        unpaid_at_its_deadline(case)
        sold.news()
    assert (sold.seen(case)["status"], sold.given_back(), stock_of(variant)) == ("refunded", 5_900, (5, 0))


def test_never_sent_in_time(sold: Sold) -> None:
    variant = bowl(5900)
    case = exchange(sold, variant, (MUGS, 1))
    sold.staff(case, "approve", {})
    with later(days=15):
        assert (sold.due(times=3), sold.seen(case)["ended_because"], stock_of(variant)) == (1, "not_sent", (5, 0))


def test_by_rule_it_leaves_before(sold: Sold) -> None:
    """It leaves with the approval; then nobody takes it back, and old pieces that do not come are shown to people."""
    rules = Client(app, bearer("owner")).put("/v1/admin/return_policies", {"policies": [{"id": "all"}], "exchange_ships_first": True})
    assert rules.json["exchange_ships_first"] is True
    case = exchange(sold, bowl(5900), (MUGS, 1))
    assert parcels(case) == []
    assert sold.staff(case, "approve", {}).json["exchange"]["released"] is True
    assert len(parcels(case)) == 1
    assert sold.mine(case, "cancel").code == "exchange_released"
    with later(days=15):
        sold.due(times=2)
        assert (sold.seen(case)["status"], sold.seen(case)["stuck"]) == ("approved", "not_sent")
        sent_back_late = sold.graded(case, (MUGS, 1, "damaged"))
        assert sent_back_late.status == 200
        sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("exchanged", 0)


def test_what_did_not_come_whole_is_paid_back(sold: Sold) -> None:
    variant = bowl(5900)
    case = exchange(sold, variant, (MUGS, 2))
    sent_back(sold, case)
    half = sold.graded(case, (MUGS, 1, "as_new"), (MUGS, 1, "not_ours"))
    assert (half.json["exchange"]["off"], half.json["amount"]["amount"], stock_of(variant)) == ("not_all_came", 5_900, (5, 0))
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back(), pieces_of(sold.id).taken().total()) == ("refunded", 5_900, 1)


def test_its_order_is_cancelled_after_all(sold: Sold) -> None:
    """Exchanged for something cheaper, and cancelled before it left: the rest of what the old piece has cost goes back."""
    variant = bowl(4000)
    case = exchange(sold, variant, (MUGS, 1))
    sent_back(sold, case)
    sold.graded(case, (MUGS, 1, "as_new"))
    sold.news()
    assert sold.given_back() == 1_900
    cancelled = staff().post(f"/v1/orders/{case['exchange']['order_id']}/cancel")
    assert cancelled.status == 200, cancelled.text
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back(), stock_of(variant)) == ("refunded", 5_900, (5, 0))
    assert len(events_in(AftersalesTable, "return.exchange_undone")) == 1
