"""D09, X17: other lines before an order is shipped; what is missing is paid once, what is too much goes back once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.orders.app import app
from functions.orders.store.order_links import link_to
from functions.orders.store.records import OrdersTable
from functions.orders.store.repository import get_order
from functions.shared.outside import clock
from tests.integration.orders.amending.amended import (
    amend,
    an_order_of,
    less,
    line,
    more,
    preview,
    read,
    ring,
    said,
    sound,
    total,
)
from tests.integration.orders.buyer import a_variant, staff, stock_of
from tests.integration.orders.money_moves import told, took
from tests.support.events import events_in
from tests.support.http import Client


def test_an_unpaid_order_is_paid_at_its_new_total() -> None:
    """D09: reserved is what it has now, whatever it had; the old amount does not pay it."""
    a, b = a_variant(stock=5, price=5000), a_variant(stock=5, price=3000)
    order, _ = an_order_of((a, 2), pay=False)
    shown = preview(order, lines=[*less(order, 1)["lines"], *more(b, 3)["lines"]]).json
    assert (shown["difference"]["amount"], shown["due"]["amount"], shown["give_back"]["amount"]) == (4000, 0, 0)
    after = amend(order, lines=[*less(order, 1)["lines"], *more(b, 3)["lines"]], preview_hash=shown["preview_hash"])
    assert after.status == 200, after.text
    assert (total(after.json), shown["after"]["total"]["amount"]) == (total(order) + 4000, total(order) + 4000)
    assert (stock_of(a), stock_of(b)) == ((4, 1), (2, 3))
    (amended,) = said(order, "order.amended")
    assert (amended.data["open_amount"], amended.data["paid"], amended.data["give_back"]) == (total(order) + 4000, False, 0)
    told(took(order, "pay_old", total(order)))
    assert (read(order)["status"], said(order, "order.payment_set_aside")[0].data["reason"]) == ("pending_payment", "late")
    told(took(order, "pay_new", total(after.json)))
    assert (read(order)["status"], stock_of(a), stock_of(b), sound(order)) == ("paid", (4, 0), (2, 0), True)
    assert len(events_in(OrdersTable, "order.paid")) == 1


def test_less_of_a_paid_order_goes_back() -> None:
    """Case 20 (c): what remains keeps its price; the pieces are on sale again; there and back again is 0."""
    a = a_variant(stock=5, price=5000)
    order, _ = an_order_of((a, 2))
    a_variant(stock=3, price=6000, variant_id=a)
    shown = preview(order, **less(order, 1)).json
    assert (shown["difference"]["amount"], shown["give_back"]["amount"], shown["due"]["amount"]) == (-5000, 5000, 0)
    after = amend(order, **less(order, 1), preview_hash=shown["preview_hash"])
    assert (after.status, total(after.json), after.json["payment_status"]) == (200, total(order) - 5000, "paid")
    assert [one["give_back"]["amount"] for one in after.json["amendments"]] == [5000]
    assert (stock_of(a), sound(order)) == ((4, 0), True)
    (amended,) = said(order, "order.amended")
    assert (amended.data["give_back"], amended.data["paid"]) == (5000, True)
    again = preview(order, **less(order, 2)).json
    assert (again["difference"]["amount"], again["due"]["amount"]) == (5000, 5000)


def test_more_of_a_paid_order_waits_for_its_money() -> None:
    """Case 20 (b), X17: pieces are taken at once, nothing leaves before the rest is paid, and that is told once."""
    a, b = a_variant(stock=5, price=5000), a_variant(stock=5, price=3000)
    order, guest = an_order_of((a, 2))
    after = amend(order, **more(b))
    assert (total(after.json), after.json["payment_status"], after.json["lines"][0]["total"]["amount"]) == (
        total(order) + 3000, "partially_paid", 10_000,
    )  # fmt: skip
    assert [(one["status"], one["due"]["amount"]) for one in after.json["amendments"]] == [("open", 3000)]
    assert (stock_of(b), sound(order), said(order, "order.amended")) == ((4, 0), True, [])
    lines = [{"line_id": line(order), "quantity": 1}]
    sent = staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "SF1", "lines": lines})
    assert (sent.status, sent.code) == (409, "amendment_unpaid")
    told(took(order, "pay_2", 3000))
    told(took(order, "pay_2", 3000))
    page = guest.get(f"/v1/orders/{order['id']}").json
    assert (page["payment_status"], page["amendments"][0]["status"], page["status"]) == ("paid", "applied", "paid")
    assert len(said(order, "order.amended")) == 1
    assert len(said(order, "order.paid")) == 1
    assert sound(order)
    ring(order)
    assert total(read(order)) == total(order) + 3000
    assert staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "SF1", "lines": lines}).status == 201


@pytest.mark.parametrize("part", [0, 1000])
def test_what_is_not_paid_in_time_is_undone_once(part: int) -> None:
    """X17: stock and totals are what they were; what was paid of it in part goes back; later money does, too."""
    a, b = a_variant(stock=5, price=1000), a_variant(stock=5, price=3000)
    order, _ = an_order_of((a, 2))
    amend(order, lines=[*more(b, 2)["lines"], *less(order, 1)["lines"]])
    assert (stock_of(a), stock_of(b)) == ((3, 0), (3, 0))
    if part:
        told(took(order, "pay_2", part, part=True))
    ring(order)
    assert total(read(order)) == total(order) + 5000, "not before its time"
    with clock.frozen(clock.now() + timedelta(days=4)):
        for _ in range(3):
            ring(order)
        page = read(order)
        assert (total(page), page["payment_status"], page["amendments"][0]["status"]) == (total(order), "paid", "lapsed")
        assert (stock_of(a), stock_of(b), sound(order)) == ((3, 0), (5, 0), True)
        assert [one.data["give_back"] for one in said(order, "order.amendment_ended")] == [part]
        told(took(order, "pay_3", 5000 - part))
        assert said(order, "order.payment_set_aside")[0].data["reason"] == "duplicate"
        assert (total(read(order)), sound(order)) == (total(order), True)


def test_its_page_says_what_is_to_be_paid() -> None:
    """In both languages; paid, it says nothing more of it."""
    order, _ = an_order_of((a_variant(price=5000), 2))
    amend(order, **more(a_variant(price=3000)))
    link = "/o/" + link_to(get_order(order["id"])).rsplit("/", 1)[1]
    guest = Client(app)
    shown = guest.get(f"{link}?lang=en").text
    assert "please pay CNY 30.00 by" in shown
    assert "Cash on delivery" not in shown
    assert "补付 CNY 30.00" in guest.get(f"{link}?lang=zh").text
    told(took(order, "pay_2", 3000))
    assert "please pay" not in guest.get(f"{link}?lang=en").text
