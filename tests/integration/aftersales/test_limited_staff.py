"""Cases for staff of one merchant or one warehouse only (ADR 81)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.aftersales.app import app
from functions.orders.store.people.bodies import order_body, order_of
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from tests.integration.access.marketplace import somebody
from tests.integration.aftersales.sold import Sold
from tests.support.http import Answer, Client

door = Client(app)
REQUESTED = "/v1/admin/returns?status=requested"


def sold_for(sold: Sold, *merchants: str) -> None:
    """The order's lines are of these merchants."""
    record = OrderRecord.get(order_pk(sold.id), ORDER_SK)
    order = order_of(record)
    lines = [replace(line, merchant_id=name) for line, name in zip(order.lines, merchants, strict=True)]
    record.update([OrderRecord.body.set(order_body(replace(order, lines=lines)))])


def listed(who: dict[str, str], limit: int = 1) -> list[str]:
    found, cursor = list[str](), ""
    while True:
        answer = door.get(f"{REQUESTED}&limit={limit}{cursor}", **who)
        assert answer.status == 200, answer.text
        found += [one["id"] for one in answer.json["data"]]
        if answer.json["next_cursor"] is None:
            return found
        cursor = f"&cursor={answer.json['next_cursor']}"


def test_cases_are_listed_for_whom_they_concern_and_taken_in_there(sold: Sold) -> None:
    """H07"""
    sold_for(sold, "m1", "m2")
    mugs, plates, both = (sold.opened(*lines)["id"] for lines in ([(0, 1)], [(1, 1)], [(0, 1), (1, 1)]))
    one, two, all_of_it = (somebody(merchants=names) for names in (("m1",), ("m2",), ("m1", "m2")))
    main, north = (somebody("warehouse", warehouses=(name,)) for name in ("main", "north"))
    assert listed(one) == [mugs]
    assert listed(two) == [plates]
    assert listed(all_of_it) == listed(main, 2) == [mugs, plates, both]
    assert listed(north) == listed(somebody(merchants=("platform",))) == []
    assert door.get(f"/v1/admin/returns/{mugs}", **one).status == 200

    def receive(case: str, who: dict[str, str]) -> Any:
        return door.post(f"/v1/admin/returns/{case}/receive", {"lines": sold_lines}, **who).code

    sold_lines = [{"line_id": sold.order["lines"][0]["id"], "quantity": 1, "grade": "as_new"}]
    for case, who in ((both, one), (plates, one), (mugs, north)):
        assert door.get(f"/v1/admin/returns/{case}", **who).code == "out_of_scope"
        assert receive(case, who) == "out_of_scope"
    assert door.get("/v1/admin/returns/ret_none", **one).status == 404
    assert receive(mugs, main) == receive(mugs, one) == "illegal_transition"
    # Opening and reading by the buyer's paths is for buyers.
    assert door.get(f"/v1/returns/{mugs}", **all_of_it).status == 404


def test_a_merchant_decides_cases_of_their_goods_alone(sold: Sold) -> None:
    """H07: yes, no, an offer; never of what another sold, nor what the shop's money is asked for twice."""
    sold_for(sold, "m1", "m2")
    one, north = somebody(merchants=("m1",)), somebody(warehouses=("main",))
    mugs, plates = sold.opened((0, 1)), sold.opened((1, 1))

    def step(case: Any, name: str, body: Any, who: dict[str, str]) -> Answer:
        return door.post(f"/v1/admin/returns/{case['id']}/{name}", body, **who)

    offer = {"amount": {"amount": 100, "currency": "CNY"}}
    for name, body in (("approve", {}), ("reject", {"reason": "worn out by use"}), ("counter_offer", offer), ("close", None)):
        for case, who in ((plates, one), (mugs, north)):
            assert step(case, name, body, who).code == "out_of_scope", name
    assert step(mugs, "approve", {"despite_refund": True}, one).code == "out_of_scope"
    assert step(mugs, "rule", {"outcome": "for_buyer", "note": "x"}, one).code == "out_of_scope"
    assert step({"id": "ret_none"}, "approve", {}, one).status == 404
    assert sold.seen(mugs)["status"] == sold.seen(plates)["status"] == "requested"

    assert step(mugs, "counter_offer", offer, one).json["status"] == "counter_offered"
    assert sold.mine(mugs, "decline").status == 200
    assert step(mugs, "approve", {"return_address": "Nanjing Rd 1"}, one).json["status"] == "approved"
    assert step(plates, "reject", {"reason": "worn out by use"}, somebody(merchants=("m2",))).json["status"] == "rejected"
    assert step(plates, "close", None, one).code == "out_of_scope"
    assert step(plates, "close", None, somebody(merchants=("m2",))).status == 200


def test_a_case_about_goods_of_two_merchants_is_the_shop_s(sold: Sold) -> None:
    """H07"""
    sold_for(sold, "m1", "m2")
    both = sold.opened((0, 1), (1, 1))
    path = f"/v1/admin/returns/{both['id']}/approve"
    assert door.post(path, {}, **somebody(merchants=("m1",))).code == "out_of_scope"
    assert door.post(path, {}, **somebody(merchants=("m1", "m2"))).json["status"] == "approved"
