"""G01, G04, G06, G07: from the request to the money, and what is refused on the way."""

from __future__ import annotations

from typing import Any

import pytest

from functions.aftersales.app import app
from functions.aftersales.store.records import AftersalesTable
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.stock.store.records import JournalRecord
from tests.integration.aftersales.sold import Sold, later, sold_order
from tests.integration.orders.buyer import stock_of
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

MUGS, PLATES = 0, 1


def test_from_the_request_to_the_money(sold: Sold) -> None:
    """G01, G06: each state is visible, told once, and the money goes once although every event comes twice."""
    before = stock_of(sold.variants[MUGS])
    case = sold.opened((MUGS, 2), evidence=[sold.evidence()], note="太小了")
    assert (case["status"], case["amount"], case["lines"][0]["clause"]["policy_id"]) == (
        "requested",
        {"amount": 11_800, "currency": "CNY"},
        "default",
    )
    assert case["lines"][0]["clause"]["freight"] == "buyer"
    approved = sold.staff(case, "approve", {"return_address": "杭州市退货仓"})
    assert (approved.status, approved.json["status"], approved.json["return_address"]) == (200, "approved", "杭州市退货仓")
    sent = sold.mine(case, "ship", {"carrier": "sf", "waybill": "SF1"})
    assert (sent.json["status"], sent.json["waybill"]) == ("in_transit", "SF1")
    inspected = sold.graded(case, (MUGS, 1, "as_new"), (MUGS, 1, "damaged"))
    assert (inspected.status, inspected.json["status"]) == (200, "inspected")
    sold.news()
    done = sold.seen(case)
    assert (done["status"], len(done["refunds"]), sold.given_back()) == ("refunded", 1, 11_800)
    assert [step["type"] for step in done["timeline"]] == [
        f"return.{name}" for name in ("requested", "approved", "sent", "inspected", "refunded")
    ]
    assert [step["by"] for step in done["timeline"]] == ["buyer", "staff", "buyer", "staff", "system"]
    assert done["files"][0]["filename"] == "cup.jpg"
    assert stock_of(sold.variants[MUGS]) == (before[0] + 1, before[1])
    reasons = sorted(str(record.body).count('"scrapped"') for record in JournalRecord.scan(JournalRecord.kind == "journal"))
    assert sum(reasons) == 1
    assert len(events_in(AftersalesTable, "return.refunded")) == 1


def test_goods_that_do_not_come_back_are_paid_when_staff_say_yes(sold: Sold) -> None:
    case = sold.opened((PLATES, 1), kind="refund_only", reason="damaged", evidence=[sold.evidence()])
    assert sold.mine(case, "ship", {"carrier": "sf", "waybill": "1"}).code == "illegal_transition"
    assert sold.staff(case, "approve", {}, role="support").status == 200
    sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 3333)


def test_never_more_pieces_than_came(sold: Sold) -> None:
    """Bad input: a return of more than was bought, and a second return of one piece. Nothing is written."""
    more = sold.open((MUGS, 4))
    assert (more.status, more.code) == (422, "line_quantity_exceeded")
    assert sold.open((MUGS, 3)).status == 201
    again = sold.open((MUGS, 1))
    assert (again.status, again.code, again.json["errors"][0]["pointer"]) == (422, "line_quantity_exceeded", "/lines/0/quantity")
    assert len(events_in(AftersalesTable, "return.requested")) == 1
    unknown = sold.buyer.post(f"/v1/orders/{sold.id}/returns", {"lines": [{"line_id": "line_x", "quantity": 1, "reason": "other"}]})
    assert (unknown.status, unknown.code) == (422, "unknown_line")


def test_pieces_are_free_again_when_the_buyer_takes_the_case_back(sold: Sold) -> None:
    case = sold.opened((MUGS, 3))
    assert sold.mine(case, "cancel").json["status"] == "cancelled"
    assert sold.mine(case, "cancel").code == "illegal_transition"
    assert sold.open((MUGS, 3)).status == 201


def test_only_what_was_sent(sold: Sold) -> None:
    """Two of three are on their way: these can come back, and the third is still sent."""
    other = sold_order(sold.shop, sold.queue, (1000, 3), delivered=False, sent=(2,))
    assert other.open((0, 3)).code == "line_quantity_exceeded"
    case = other.opened((0, 2), kind="refund_only", reason="not_received")
    other.staff(case, "approve", {})
    other.news()
    assert other.given_back() == 2000
    assert events_in(OrdersTable, "order.refunded")[-1].data["withdrawn"] == {}


def test_after_the_window(sold: Sold) -> None:
    """Bad input: the clause that was applied is named; something wrong with the goods can be told longer."""
    with later(days=16):
        late = sold.open((MUGS, 1))
        assert (late.status, late.code, late.json["policy_id"], late.json["window_days"]) == (409, "return_window_over", "default", 14)
        assert sold.open((MUGS, 1), reason="defective").status == 201
    with later(days=40):
        assert sold.open((MUGS, 1), reason="defective").code == "return_window_over"


def test_an_excluded_kind_and_a_fee(sold: Sold) -> None:
    """Bad input: what the law lets a shop exclude; but never what is faulty. The fee stays with the shop, also with the last piece."""
    owner = Client(app, bearer("owner"))
    policy = {"id": "mugs", "window_days": 7, "exclusion": "custom_made"}
    made = owner.put("/v1/admin/return_policies", {"policies": [policy]})
    assert made.status == 200, made.text
    refused = sold.open((MUGS, 1))
    assert (refused.status, refused.code, refused.json["exclusion"]) == (409, "return_excluded", "custom_made")
    assert sold.open((MUGS, 1), reason="wrong_item").status == 201
    fee = {"policies": [{"id": "mugs", "restocking_fee_bp": 1000}]}
    stale = owner.call("PUT", "/v1/admin/return_policies", fee, {"if-match": '"7"'})
    assert (stale.status, stale.code) == (409, "version_conflict")
    assert owner.put("/v1/admin/return_policies", fee).json["version"] == 2
    assert sold.opened((PLATES, 2))["amount"]["amount"] == 6666 - 666
    twice = {"policies": [{"id": "a"}, {"id": "b"}]}
    assert owner.put("/v1/admin/return_policies", twice).status == 422


def test_evidence_of_another_customer(sold: Sold) -> None:
    """Bad input: it is not even known here."""
    other = sold_order(sold.shop, sold.queue, (1000, 1))
    stolen = sold.open((MUGS, 1), evidence=[other.evidence()])
    assert (stolen.status, stolen.code) == (422, "unknown_evidence")
    missing = sold.open((MUGS, 1), evidence=[sold.evidence(sent=False)])
    assert (missing.status, missing.code) == (422, "evidence_missing")
    assert sold.open((MUGS, 1), evidence=["med_x"]).code == "unknown_evidence"
    assert events_in(AftersalesTable, "return.requested") == []


def test_nobody_else_sees_it(sold: Sold) -> None:
    case = sold.opened((MUGS, 1))
    for headers in ({}, bearer(), {"x-order-token": "another"}):
        stranger = Client(app, headers)
        assert stranger.get(f"/v1/returns/{case['id']}").status == 404
        assert stranger.get(f"/v1/orders/{sold.id}/returns").status == 404
        assert stranger.post(f"/v1/returns/{case['id']}/cancel").status == 404
        assert stranger.post(f"/v1/orders/{sold.id}/evidence", {"filename": "a.jpg", "content_type": "image/jpeg"}).status == 404
    staff = Client(app, bearer("support"))
    assert staff.get(f"/v1/returns/{case['id']}").status == 200
    assert (staff.post(f"/v1/returns/{case['id']}/cancel").status, sold.seen(case)["status"]) == (403, "requested")


def test_lists_of_buyer_and_staff(sold: Sold) -> None:
    first, second = sold.opened((MUGS, 1)), sold.opened((PLATES, 1))
    assert [row["id"] for row in sold.buyer.get(f"/v1/orders/{sold.id}/returns").json["data"]] == [first["id"], second["id"]]
    assert sold.staff(second, "reject", {"reason": "用过了"}).json["answer"] == "用过了"
    staff = Client(app, bearer("support"))

    def listed(status: str) -> list[str]:
        return [row["id"] for row in staff.get(f"/v1/admin/returns?status={status}").json["data"]]

    assert (listed("requested"), listed("rejected"), listed("approved")) == ([first["id"]], [second["id"]], [])
    assert listed("all") == [first["id"], second["id"]]
    page = staff.get("/v1/admin/returns?status=all&limit=1").json
    assert [row["id"] for row in page["data"]] == [first["id"]]
    rest = staff.get(f"/v1/admin/returns?status=all&limit=1&cursor={page['next_cursor']}").json
    assert ([row["id"] for row in rest["data"]], rest["next_cursor"]) == ([second["id"]], None)
    assert staff.get(f"/v1/admin/returns/{second['id']}").json["status"] == "rejected"
    assert Client(app, bearer()).get("/v1/returns").json["data"] == []
    assert sold.staff(second, "reject", {"reason": " "}).status == 422


def test_silence_of_the_shop_is_a_yes_once(sold: Sold) -> None:
    """G07: the deadline is met by several sweeps and messages that come twice."""
    case = sold.opened((PLATES, 2), kind="refund_only", reason="missing")
    assert sold.due() == 0
    with later(hours=48, seconds=-1):
        assert sold.due() == 0
    with later(hours=49):
        assert sold.due(times=3) == 1
        sold.news()
        assert sold.due() == 0
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 6666)
    assert len(events_in(AftersalesTable, "return.approved")) == 1
    assert sold.staff(case, "reject", {"reason": "too late"}).code == "illegal_transition"


def test_an_offer_instead(sold: Sold) -> None:
    """The goods stay, the money is bounded by what the case is about, silence is no yes."""
    case = sold.opened((MUGS, 2), reason="damaged")

    def offer(amount: int, currency: str = "CNY") -> Any:
        return sold.staff(case, "counter_offer", {"amount": {"amount": amount, "currency": currency}, "note": "可以留着"})

    assert (offer(11_801).code, offer(100, "EUR").code, offer(0).status) == ("offer_too_high", "currency_mismatch", 422)
    assert (offer(2001).json["status"], offer(5).code) == ("counter_offered", "illegal_transition")
    with later(hours=73):
        assert sold.due(times=2) == 1
        assert sold.seen(case)["status"] == "requested"
        assert offer(2001).status == 200
        assert sold.mine(case, "accept").json["status"] == "approved"
        assert sold.mine(case, "ship", {"carrier": "sf", "waybill": "1"}).code == "goods_stay"
        assert sold.graded(case, (MUGS, 2, "as_new")).code == "goods_stay"
        sold.news()
    assert (sold.seen(case)["status"], sold.given_back()) == ("refunded", 2001)
    assert sold.open((MUGS, 2), reason="damaged").code == "line_quantity_exceeded"


def test_goods_that_are_never_sent_end_the_case(sold: Sold) -> None:
    case = sold.opened((MUGS, 3))
    sold.staff(case, "approve", {})
    with later(days=15):
        assert sold.due(times=2) == 1
        ended = sold.seen(case)
        assert (ended["status"], ended["ended_because"]) == ("cancelled", "not_sent")
    assert (sold.given_back(), sold.open((MUGS, 3)).status) == (0, 201)


def test_goods_that_do_not_arrive_are_shown_to_people(sold: Sold) -> None:
    case = sold.sent_back((MUGS, 1))
    with later(days=31):
        assert sold.due(times=2) == 1
        assert (sold.seen(case)["status"], sold.seen(case)["stuck"], sold.due()) == ("in_transit", "not_arrived", 0)


def test_what_is_not_ours_is_not_paid(sold: Sold) -> None:
    case = sold.sent_back((MUGS, 2), reason="damaged")
    assert sold.graded(case, (MUGS, 3, "as_new")).code == "more_than_returned"
    assert sold.graded(case, (PLATES, 1, "as_new")).code == "unknown_line"
    partly = sold.graded(case, (MUGS, 1, "as_new"), (MUGS, 1, "not_ours"))
    assert (partly.json["status"], partly.json["amount"]["amount"]) == ("inspected", 5900)
    sold.news()
    assert sold.given_back() == 5900
    nothing = sold.sent_back((PLATES, 1), reason="damaged")
    assert sold.graded(nothing, (PLATES, 1, "not_ours")).json["status"] == "rejected"
    sold.news()
    assert (sold.given_back(), sold.open((MUGS, 2)).status) == (5900, 201)


def test_an_open_case_holds_up_the_receipt(sold: Sold) -> None:
    """D14"""

    def open_cases() -> int:
        return int(OrderRecord.get(f"ORD#{sold.id}", "ORDER").open_cases)

    first, second = sold.opened((MUGS, 1)), sold.opened((PLATES, 1))
    assert open_cases() == 2
    sold.staff(first, "reject", {"reason": "x"})
    assert open_cases() == 1
    sold.mine(second, "cancel")
    assert open_cases() == 0


@pytest.mark.parametrize("body", [{}, {"lines": []}, {"lines": [{}]}, {"kind": "gift", "lines": []}, {"lines": "x"}])
def test_bad_bodies(sold: Sold, body: Any) -> None:
    assert sold.buyer.post(f"/v1/orders/{sold.id}/returns", body).status == 422
