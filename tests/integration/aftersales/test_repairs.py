"""G03: a piece comes in, is diagnosed, paid for where the shop does not owe it, fixed, and goes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.aftersales.app import app
from functions.aftersales.returns.repair_steps import note_quote
from functions.aftersales.store.cases import pieces_of
from functions.aftersales.store.records import AftersalesTable
from functions.orders.app import app as orders
from functions.orders.app import run_timers
from functions.orders.checkout import service_order
from functions.orders.reviewing import case_orders
from functions.orders.store.number import draw
from functions.orders.store.records import OrdersTable
from functions.payments.app import app as payments
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.aftersales.exchanged import ended
from tests.integration.aftersales.sold import Sold, later
from tests.integration.orders.buyer import staff
from tests.integration.payments.shop import told
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

MUGS, PLATES = 0, 1
BACK = {"carrier": "sf", "waybill": "SF9"}


def price(amount: int, currency: str = "CNY") -> dict[str, Any]:
    return {"finding": "The hinge is worn out.", "price": {"amount": amount, "currency": currency}}


def taken_in(sold: Sold, *wanted: tuple[int, int]) -> Any:
    case = sold.opened(*wanted, kind="repair", reason="defective")
    assert sold.staff(case, "approve", {}).status == 200
    assert sold.mine(case, "ship", {"carrier": "sf", "waybill": "SF1"}).status == 200
    taken = sold.staff(case, "take_in", role="warehouse")
    assert (taken.status, taken.json["status"]) == (200, "received"), taken.text
    return taken.json


def no_warranty() -> None:
    policies = {"policies": [{"id": "all", "warranty_months": 0}]}
    assert Client(app, bearer("owner")).put("/v1/admin/return_policies", policies).status == 200


def paid(sold: Sold, order_id: str) -> None:
    payment = Client(payments, {"x-order-token": sold.order["token"]}).post(f"/v1/orders/{order_id}/payments", {"provider": "sandbox"})
    assert payment.status == 201, payment.text
    sold.shop.webhook(told(payment.json, key=f"e{order_id}"))
    sold.shop.work()
    sold.news()


def service(sold: Sold, case: Any) -> Any:
    return Client(orders, {"x-order-token": sold.order["token"]}).get(f"/v1/orders/{case['repair']['order_id']}").json


def test_within_its_warranty(sold: Sold) -> None:
    """For nothing, and the pieces are free for another case when it is back."""
    warranty = sold.buyer.get(f"/v1/orders/{sold.id}/warranty").json["data"]
    assert [(one["months"], len(one["ends"])) for one in warranty] == [(24, 3), (24, 2)]
    case = taken_in(sold, (MUGS, 2))
    assert (case["repair"]["in_warranty"], case["lines"][0]["warranty"], case["lines"][0]["clause"]["freight"]) == (
        True,
        warranty[0]["ends"][:2],
        "shop",
    )
    assert sold.staff(case, "diagnose", price(900)).code == "in_warranty"
    assert sold.staff(case, "diagnose", {"finding": "worn"}).json["status"] == "repairing"
    assert sold.staff(case, "repaired", {}).json["status"] == "repaired"
    assert sold.open((MUGS, 2)).code == "line_quantity_exceeded"
    assert sold.staff(case, "send_back", BACK, role="warehouse").json["repair"]["waybill"] == "SF9"
    assert (sold.seen(case)["status"], sold.given_back(), pieces_of(sold.id).taken().total()) == ("sent_back", 0, 0)
    assert sold.staff(case, "close").json["status"] == "closed"
    assert sold.open((MUGS, 3)).status == 201


def test_outside_it_waits_for_its_price(sold: Sold) -> None:
    with later(days=1):
        no_warranty()
        case = taken_in(sold, (MUGS, 1))
        assert (case["repair"]["in_warranty"], case["lines"][0]["clause"]["freight"]) == (False, "buyer")
        assert sold.staff(case, "diagnose", {"finding": "worn"}).code == "price_missing"
        assert sold.staff(case, "diagnose", price(900, "EUR")).code == "currency_mismatch"
        quoted = sold.staff(case, "diagnose", price(1500)).json
        assert (quoted["status"], quoted["repair"]["to_pay"]["amount"]) == ("quoted", 1500)
        assert sold.staff(case, "repaired", {}).code == "illegal_transition"
        order = service(sold, quoted)
        assert (order["status"], order["totals"]["total"]["amount"], order["lines"]) == ("pending_payment", 1500, [])
        # Lists name it by its service: it has no goods.
        row = next(one for one in staff().get("/v1/admin/orders").json["data"] if one["id"] == order["id"])
        assert (row["line_count"], row["title"]) == (0, order["delivery_option"]["service_name"])
        paid(sold, order["id"])
        assert sold.seen(case)["status"] == "repairing"
        sold.staff(case, "repaired", {"note": "new hinge"})
        sold.staff(case, "send_back", BACK)
        assert (service(sold, quoted)["status"], sold.seen(case)["status"]) == ("completed", "sent_back")
        assert len(events_in(AftersalesTable, "return.quote_paid")) == 1


def test_not_paid_it_goes_back_as_it_came_once(sold: Sold) -> None:
    with later(days=1):
        no_warranty()
        case = taken_in(sold, (MUGS, 1))
        quoted = sold.staff(case, "diagnose", price(1500)).json
    with later(days=4, seconds=1):
        due = {"pk": f"ORD#{quoted['repair']['order_id']}", "sk": "TIMER#payment_deadline", "due_at": times.iso(clock.now())}
        for n in range(2):
            run_timers({"Records": [{"messageId": str(n), "body": json.dumps(due)}]}, None)
        sold.news()
        note_quote(case["id"], paid=False)
        seen = sold.seen(case)
        assert (seen["status"], seen["repair"]["unrepaired"]) == ("repaired", "not_paid")
        assert len(events_in(AftersalesTable, "return.unrepaired")) == 1
        assert sold.staff(case, "send_back", BACK).json["status"] == "sent_back"


def test_what_cannot_be_repaired_is_paid_back(sold: Sold) -> None:
    with later(days=1):
        no_warranty()
        case = taken_in(sold, (MUGS, 1))
        quoted = sold.staff(case, "diagnose", price(1500)).json
        paid(sold, quoted["repair"]["order_id"])
        assert sold.staff(case, "give_up", {"note": "broken"}).json["repair"]["unrepaired"] == "beyond_repair"
        ended(sold)
        assert (service(sold, quoted)["status"], sold.given_back()) == ("cancelled", 1500)


def test_the_buyer_declines_the_price(sold: Sold) -> None:
    with later(days=1):
        no_warranty()
        case = taken_in(sold, (MUGS, 1))
        assert sold.mine(case, "decline_quote").status == 409
        sold.staff(case, "diagnose", price(1500))
        assert sold.mine(case, "decline_quote").json["repair"]["unrepaired"] == "declined"
        assert sold.mine(case, "decline_quote").code == "illegal_transition"
        assert len(events_in(OrdersTable, "order.cancelled")) == 1


def test_what_is_no_repair(sold: Sold) -> None:
    case = sold.opened((PLATES, 1))
    for step, body in (("take_in", None), ("diagnose", price(1)), ("repaired", {}), ("give_up", {}), ("send_back", BACK)):
        assert sold.staff(case, step, body).code == "illegal_transition"
    repair = sold.opened((PLATES, 1), kind="repair", reason="other")
    assert sold.graded(repair, (PLATES, 1, "as_new")).status == 409
    assert sold.staff(repair, "counter_offer", {"amount": {"amount": 1, "currency": "CNY"}}).code == "illegal_transition"
    assert sold.staff(repair, "take_in", role="support").status == 403


def test_a_number_that_is_taken_is_drawn_again(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = list[str]()

    def taken_first(*args: Any) -> str:
        drawn.append(sold.order["number"] if not drawn else draw(*args))
        return drawn[-1]

    with later(days=1):
        no_warranty()
        case = taken_in(sold, (MUGS, 1))
        monkeypatch.setattr(service_order, "draw", taken_first)
        assert (sold.staff(case, "diagnose", price(1500)).json["status"], len(drawn)) == ("quoted", 2)


def test_its_order_is_cancelled_while_the_piece_goes_back(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is sent all the same, and the order stays cancelled."""
    with later(days=1):
        no_warranty()
        case = taken_in(sold, (MUGS, 1))
        quoted = sold.staff(case, "diagnose", price(1500)).json
        paid(sold, quoted["repair"]["order_id"])
        sold.staff(case, "repaired", {})
        cancel = f"/v1/orders/{quoted['repair']['order_id']}/cancel"
        in_between(monkeypatch, case_orders, "get_order", lambda: staff().post(cancel))
        assert sold.staff(case, "send_back", BACK).json["status"] == "sent_back"
        assert service(sold, quoted)["status"] == "cancelled"
