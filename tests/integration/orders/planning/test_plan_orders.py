"""C08, D11, X12: paid orders are planned by themselves; each piece leaves the shelf it was planned from, once."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.app import plan_orders, run_timers
from functions.orders.planning import carry_out, plan_order
from functions.orders.planning.plan_order import plan_order as plan_now
from functions.orders.planning.short_pick import short_pick
from functions.orders.store.order_check import overdue
from functions.orders.store.records import OrdersTable, order_pk
from functions.orders.store.shipments import parcels_of
from functions.shared.events.contracts.picks import MissingPieces, PickShort
from functions.shared.plain.errors import Unavailable
from functions.shipping.app import app as shipping_app
from tests.integration.orders.buyer import a_guest, captured, filled_straight, staff
from tests.integration.orders.money_moves import asked, gone, pieces, refused, told
from tests.integration.orders.planning.shelves import a_warehouse, bought, followed, in_parcels, lying, planned, sums_hold, where
from tests.support.courier import courier_double
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.fulfilment import fulfil
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def ring(order: Any, kind: str = "plan") -> None:
    one = {"pk": order_pk(order["id"]), "sk": f"TIMER#{kind}", "due_at": "2025-01-01T00:00:00.000Z"}
    assert run_timers(sqs([one]), None) == {"batchItemFailures": []}


def shown(order: Any) -> Any:
    answer = staff().get(f"/v1/admin/orders/{order['id']}/plan")
    assert answer.status == 200, answer.text
    return answer.json


@pytest.fixture
def three() -> None:
    for n, name in enumerate(("w1", "w2", "w3"), 1):
        a_warehouse(name, n)


@pytest.mark.usefixtures("three")
def test_two_warehouses_are_two_parcels_with_waybills_of_their_own(monkeypatch: Patch) -> None:
    """C08, X12, case 1: the fewest parcels, not the fullest warehouse; the plan, its ranking and its reasons are shown."""
    have = ({"w1": 1, "w2": 1}, {"w1": 1, "w3": 1}, {"w1": 1, "w2": 1}, {"w1": 1, "w3": 1}, {"w2": 1}, {"w3": 1})
    a, b, c, d, e, f = variants = [lying(**pieces) for pieces in have]
    order = bought(*variants)
    with courier_double(monkeypatch) as courier:
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
        assert len(courier.waybills) == 2
    assert in_parcels(order) == [("w2", {a: 1, c: 1, e: 1}), ("w3", {b: 1, d: 1, f: 1})]
    plan = shown(order)["allocation"]
    assert (plan["reason"], plan["cause"], plan["waiting"]) == ("fewest parcels", "order.paid", [])
    assert [(one["warehouses"], one["reason"]) for one in plan["allocations"][0]["ranking"]] == [
        (["w2", "w3"], "fewest parcels"),
        (["w1", "w2", "w3"], "more parcels"),
    ]
    dispatch = plan["parcels"][0]["dispatch"]
    assert (dispatch["carrier"], dispatch["reason"], dispatch["cost"]["amount"]) == ("sandbox", "cheapest in time", 1000)
    assert staff().get(f"/v1/admin/orders/{order['id']}").json["allocation"]["reason"] == "fewest parcels"
    assert [where(one) for one in variants] == [{"w1": 1}] * 4 + [{}] * 2
    told_of = [(one.data["warehouse_id"], len(one.data["lines"])) for one in events_in(OrdersTable, "shipment.planned")]
    assert sorted(told_of) == [("w2", 3), ("w3", 3)]
    sums_hold(variants, [order])


@pytest.mark.usefixtures("three")
def test_a_cancelled_order_s_pieces_lie_where_they_came_from() -> None:
    """C08: in their bin, too."""
    one, two = lying(w1__A=2, w2=1), lying(w3=2)
    order = bought(one, two, quantity=2)
    planned()
    assert in_parcels(order) == [("w1", {one: 2}), ("w3", {two: 2})]
    assert (where(one), where(two)) == ({"w2": 1}, {})
    assert staff().post(f"/v1/orders/{order['id']}/cancel").status == 200
    assert (where(one), where(two)) == ({"w1__A": 2, "w2": 1}, {"w3": 2})
    planned()
    assert in_parcels(order) == []
    sums_hold([one, two], [order])


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("restock", [True, False])
def test_pieces_that_are_paid_back_leave_their_parcel(*, restock: bool) -> None:
    """C08: they lie on their shelf again at once, and are for sale when the money has gone; written off, they leave a shelf for good."""
    variant, other = lying(w2=3), lying(w2=1)
    order = bought(variant, other)
    planned()
    refund = asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}", restock=restock)
    assert in_parcels(order) == [("w2", {other: 1})]
    ring(order, "stock")
    assert where(variant) == {"w2": 3}
    told(gone(order, refund))
    followed()
    assert where(variant) == ({"w2": 3} if restock else {"w2": 2})
    sums_hold([variant, other], [order])


@pytest.mark.usefixtures("three")
def test_a_refund_that_fails_has_its_pieces_planned_again() -> None:
    """D11: also where their shelf has not heard yet that they are back."""
    variant = lying(w2=1)
    order = bought(variant)
    planned()
    refund = asked(order, pieces(order, 1), payment_id=f"pay_{order['id']}")
    assert in_parcels(order) == []
    told(refused(order, refund))
    planned()
    assert (in_parcels(order), where(variant)) == ([("w2", {variant: 1})], {})
    sums_hold([variant], [order])


@pytest.mark.usefixtures("three")
def test_pieces_that_are_not_found_come_from_elsewhere() -> None:
    """C08: told twice it is done once; the warehouse that was short is not asked for them again."""
    variant = lying(w1=3, w2=1)
    order = bought(variant, quantity=2)
    planned()
    [parcel] = parcels_of(order["id"]).shipments
    for _ in range(2):
        short_pick(PickShort(order["id"], parcel.id, "w1", "pick_1", [MissingPieces(parcel.lines[0].line_id, variant, 2, {"": 2})]))
    assert in_parcels(order) == [("w2", {variant: 1})]
    [waits] = shown(order)["allocation"]["waiting"]
    assert (waits["quantity"], waits["reason"]) == (1, "not found where they should lie")
    assert where(variant) == {"w1": 1}
    sums_hold([variant], [order])


def test_what_can_be_sent_from_nowhere_waits_visibly_and_goes_when_it_can() -> None:
    """C08: the order waits with the reason; a case for people once; tried again by itself."""
    a_warehouse("us", 1, serves="US")
    variant = lying(us=2)
    order = bought(variant)
    planned()
    planned()
    assert in_parcels(order) == []
    [waits] = shown(order)["allocation"]["waiting"]
    assert waits["reason"] == "no warehouse that has them sends to this address"
    [case] = staff().get("/v1/admin/exceptions?kind=not_allocated").json["data"]
    assert (case["order_id"], "MUG-1" in case["detail"]) == (order["id"], True)
    assert len(shown(order)["data"]) == 1
    assert overdue(parcels_of(order["id"]), "2999-01-01") == ["1 of its pieces are in no parcel"]
    a_warehouse("us", 1)
    one = OrdersTable.get(order_pk(order["id"]), "TIMER#plan")
    one.update([OrdersTable.due_at.set("2025-01-01T00:00:00.000Z")])
    ring(order)
    assert in_parcels(order) == [("us", {variant: 1})]
    sums_hold([variant], [order])


@pytest.mark.usefixtures("three")
def test_two_plans_for_the_last_pieces_of_a_shelf(monkeypatch: Patch) -> None:
    """C08: the slower one plans again."""
    variant = lying(w1=1, w2=1)
    first, second = bought(variant), bought(variant)
    in_between(monkeypatch, plan_order, "make_plan", lambda: plan_now(second["id"], "order.paid"))
    plan_now(first["id"], "order.paid")
    assert sorted([*in_parcels(first), *in_parcels(second)]) == [("w1", {variant: 1}), ("w2", {variant: 1})]
    assert in_parcels(second) == [("w1", {variant: 1})]
    sums_hold([variant], [first, second])


@pytest.mark.usefixtures("three")
def test_an_order_that_ends_while_it_is_planned_takes_nothing(monkeypatch: Patch) -> None:
    """C08"""
    variant = lying(w1=1)
    order = bought(variant)
    in_between(monkeypatch, plan_order, "make_plan", lambda: staff().post(f"/v1/orders/{order['id']}/cancel"))
    planned()
    assert (in_parcels(order), where(variant)) == ([], {"w1": 1})
    sums_hold([variant], [order])


def test_an_order_of_ninety_variants_is_one_parcel_whoever_dies_in_between(monkeypatch: Patch) -> None:
    """D11, X12: more than a transaction holds; told once, when its last piece is taken."""
    a_warehouse("w1", -1)
    variants = [lying(w1=1, main=1) for _ in range(90)]
    buyer = a_guest()
    filled_straight(buyer, variants)
    order = buyer.ready().place().json
    told(captured(order, f"pay_{order['id']}"))
    steps = iter([False, True])

    def dies(*given: Any, **known: Any) -> bool:
        if next(steps, False):
            raise Unavailable("The wire is cut.")
        return taken(*given, **known)

    taken = carry_out.take_step
    with monkeypatch.context() as cut:
        cut.setattr(plan_order, "take_step", dies)
        with pytest.raises(Unavailable):
            plan_now(order["id"], "order.paid")
    [begun] = parcels_of(order["id"]).shipments
    assert (begun.planned_at, 0 < len(begun.lines) < 90, events_in(OrdersTable, "shipment.planned")) == ("", True, [])
    sums_hold(variants, [order])
    planned()
    [(warehouse, pieces_)] = in_parcels(order)
    assert (warehouse, pieces_) == ("w1", dict.fromkeys(variants, 1))
    assert len(events_in(OrdersTable, "shipment.planned")) == 1
    sums_hold(variants, [order])


@pytest.mark.usefixtures("three")
def test_what_staff_send_by_hand_is_taken_out_of_the_plan() -> None:
    """X12, C08: the planned parcel itself where they mean the same; never two warehouses in one unless they say from where it leaves."""
    one, two = lying(w1=2), lying(w2=2, w3=9)
    order = bought(one, two, quantity=2)
    planned()
    url = f"/v1/admin/orders/{order['id']}/shipments"
    lines = [{"line_id": line["id"], "quantity": 2} for line in order["lines"]]
    body = {"carrier": "manual", "waybill": "M1", "lines": lines}
    refused = staff().post(url, body)
    assert (refused.status, refused.code, refused.json["warehouse_ids"]) == (409, "several_warehouses", ["w1", "w2"])
    mine = {line["variant_id"]: line for line in lines_of(order)}
    same = staff().post(url, body | {"lines": [{"line_id": mine[one]["id"], "quantity": 2}]})
    assert (same.status, same.json["warehouse_id"], len(staff().get(url).json["data"])) == (201, "w1", 2)
    part = staff().post(url, body | {"waybill": "M2", "lines": [{"line_id": mine[two]["id"], "quantity": 1}], "warehouse_id": "w3"})
    assert (part.status, part.json["warehouse_id"]) == (201, "w3")
    assert in_parcels(order) == [("w1", {one: 2}), ("w2", {two: 1}), ("w3", {two: 1})]
    assert (where(one), where(two)) == ({}, {"w2": 1, "w3": 8})
    assert staff().post(url, body).code == "quantity_exceeds_ordered"
    sums_hold([one, two], [order])


def lines_of(order: Any) -> list[dict[str, Any]]:
    return [{"id": line["id"], "variant_id": line["variant_id"]} for line in order["lines"]]


def test_an_order_of_before_there_were_plans_takes_nothing_from_a_shelf() -> None:
    """C08: stock's follower took its pieces when they were sold."""
    order = store_order(an_order(quantities=(2, 1)))
    assert plan_orders(sqs_of_events([paid_event(order)] * 2), None) == {"batchItemFailures": []}
    [parcel] = parcels_of(order.id).shipments
    assert (parcel.warehouse_id, [line.shelf for line in parcel.lines]) == ("", [{}, {}])
    assert parcels_of(order.id).plans[0].reason.value == "taken before there were plans"


def test_who_may_see_a_plan() -> None:
    """C08"""
    order = bought(lying(main=1))
    assert staff().get(f"/v1/admin/orders/{order['id']}/plan").status == 404
    planned()
    assert staff("warehouse").get(f"/v1/admin/orders/{order['id']}/plan").status == 200
    assert staff().get("/v1/admin/orders/ord_nobodys/plan").status == 404


@pytest.mark.parametrize(("fee", "enabled", "chosen"), [(700, True, "yto"), (1100, True, "sandbox"), (700, False, "sandbox")])
def test_a_carrier_s_own_price_is_an_offer(fee: int, chosen: str, *, enabled: bool) -> None:
    """F07, F01: beside the shop's rate of 10.00; one that is switched off makes none."""
    prices = [{"currency": "CNY", "first_fee": fee}]
    body = {
        "name": {"en": "YTO"},
        "adapter": "manual",
        "services": [{"code": "standard", "names": {"en": "Standard"}, "days": 1, "prices": prices}],
        "enabled": enabled,
    }
    made = Client(shipping_app, bearer("owner")).put("/v1/admin/carriers/yto", body)
    assert made.status < 300, made.text
    order = bought(lying(main=1))
    planned()
    [parcel] = shown(order)["allocation"]["parcels"]
    assert (parcel["dispatch"]["carrier"], parcels_of(order["id"]).shipments[0].carrier) == (chosen, chosen)
    offered = {one["carrier"]: (one["source"], one["cost"]["amount"]) for one in parcel["dispatch"]["ranking"]}
    assert offered == {"sandbox": ("rate", 1000)} | ({"yto": ("quote", fee)} if enabled else {})


def test_a_refund_of_all_pieces_of_a_parcel_voids_its_waybill(monkeypatch: Patch) -> None:
    """F03, C08: before it is collected; its courier hears of it, the other parcel goes on, and no second waybill is made of it."""
    a_warehouse("w1", -2)
    a_warehouse("w2", -1)
    first, second = lying(w1=2), lying(w2=1)
    order = bought(first, second)
    with courier_double(monkeypatch) as courier:
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
        by_warehouse = {one.warehouse_id: one for one in parcels_of(order["id"]).shipments}
        gone_, stays = by_warehouse["w1"], by_warehouse["w2"]
        line = next(n for n, one in enumerate(order["lines"]) if one["variant_id"] == first)
        refund = asked(order, pieces(order, 1, line=line), payment_id=f"pay_{order['id']}")
        ring(order, "void")
        ring(order, "stock")
        told(gone(order, refund))
        followed()
        parcel = parcels_of(order["id"]).find(gone_.id)
        assert parcel is not None
        assert (parcel.counts, parcel.void.value) == (False, "done")
        assert (courier.void, courier.live) == ([gone_.waybill], [stays.waybill])
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
        assert (len(courier.waybills), in_parcels(order)) == (2, [("w2", {second: 1})])
        assert parcels_of(order["id"]).status.value == "fulfilling"
    sums_hold([first, second], [order])
