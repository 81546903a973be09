"""F-E, X17: an amendment is decided again when the order has moved meanwhile; of twenty at once each counts whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.orders.amending import amend_order, end_amendment
from functions.orders.payment import apply_payment
from functions.shared.outside import clock
from tests.integration.orders.amending.amended import amend, an_order_of, at, less, more, read, ring, said, sound, total
from tests.integration.orders.buyer import a_variant, staff, stock_of
from tests.integration.orders.money_moves import told, took
from tests.support.races import in_between

Patch = pytest.MonkeyPatch


def cancelled(order: Any) -> None:
    assert staff().post(f"/v1/orders/{order['id']}/cancel").status == 200


def test_paid_while_it_is_amended(monkeypatch: Patch) -> None:
    """The money for the old total came first: what it costs less goes back."""
    variant = a_variant(stock=5, price=5000)
    order, _ = an_order_of((variant, 2), pay=False)
    in_between(monkeypatch, amend_order, "previewed", lambda: told(took(order, "pay_1", total(order))))
    after = amend(order, **less(order, 1)).json
    assert (after["status"], after["amendments"][0]["give_back"]["amount"]) == ("paid", 5000)
    assert (stock_of(variant), sound(order)) == ((4, 0), True)


def test_cancelled_while_it_is_amended(monkeypatch: Patch) -> None:
    a, b = a_variant(stock=5), a_variant(stock=5)
    order, _ = an_order_of((a, 2))
    in_between(monkeypatch, amend_order, "previewed", lambda: cancelled(order))
    assert amend(order, **more(b)).code == "order_not_amendable"
    assert (stock_of(a), stock_of(b), sound(order)) == ((5, 0), (5, 0), True)


def test_shipped_while_it_is_amended(monkeypatch: Patch) -> None:
    order, _ = an_order_of((a_variant(stock=5), 2))
    lines = [{"line_id": order["lines"][0]["id"], "quantity": 1}]

    def ship() -> None:
        sent = staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "SF1", "lines": lines})
        assert sent.status == 201

    in_between(monkeypatch, amend_order, "previewed", ship)
    assert amend(order, **less(order, 1)).code == "order_shipped"
    assert (total(read(order)), sound(order)) == (total(order), True)


def test_the_order_moves_between_the_last_look_and_the_write(monkeypatch: Patch) -> None:
    """The write holds to the order's version: a note that is kept meanwhile is not lost."""
    order, _ = an_order_of((a_variant(stock=5, price=5000), 2))

    def note() -> None:
        assert staff().patch(f"/v1/admin/orders/{order['id']}", {"metadata": {"gift": "yes"}}).status == 200

    in_between(monkeypatch, amend_order, "money_of_order", note)
    assert amend(order, **less(order, 1)).status == 200
    page = read(order)
    assert (page["metadata"], total(page), sound(order)) == ({"gift": "yes"}, total(order) - 5000, True)


def test_the_last_piece_is_sold_while_it_is_amended(monkeypatch: Patch) -> None:
    a, b = a_variant(stock=5), a_variant(stock=1)
    order, _ = an_order_of((a, 1))
    in_between(monkeypatch, amend_order, "money_of_order", lambda: an_order_of((b, 1)))
    assert amend(order, **more(b)).code == "out_of_stock"
    assert (stock_of(b), total(read(order)), said(order, "order.amendment_requested")) == ((0, 0), total(order), [])


def test_paid_in_the_moment_in_which_it_lapses(monkeypatch: Patch) -> None:
    b = a_variant(stock=5, price=3000)
    order, _ = an_order_of((a_variant(), 1))
    amend(order, **more(b))
    with clock.frozen(clock.now() + timedelta(days=4)):
        in_between(monkeypatch, end_amendment, "parcels_of", lambda: told(took(order, "pay_2", 3000)))
        ring(order)
        page = read(order)
        assert (total(page), page["amendments"][0]["status"], stock_of(b)) == (total(order) + 3000, "applied", (4, 0))
        assert (said(order, "order.amendment_ended"), sound(order)) == ([], True)


def test_it_lapses_in_the_moment_in_which_it_is_paid(monkeypatch: Patch) -> None:
    b = a_variant(stock=5, price=3000)
    order, _ = an_order_of((a_variant(), 1))
    amend(order, **more(b))
    with clock.frozen(clock.now() + timedelta(days=4)):
        in_between(monkeypatch, apply_payment, "parcels_of", lambda: ring(order))
        told(took(order, "pay_2", 3000))
        assert (total(read(order)), stock_of(b), sound(order)) == (total(order), (5, 0), True)
        assert said(order, "order.payment_set_aside")[0].data["reason"] == "duplicate"


def test_cancelled_while_its_money_is_awaited() -> None:
    """All of it is on sale again: what it has, what was added, what was taken out."""
    a, b, c = a_variant(stock=5), a_variant(stock=5), a_variant(stock=5)
    order, _ = an_order_of((a, 2), (c, 1))
    amend(order, lines=[*less(order, 0, 1)["lines"], *more(b, 3)["lines"]])
    cancelled(order)
    assert [stock_of(one) for one in (a, b, c)] == [(5, 0)] * 3
    assert (read(order)["amendments"][0]["status"], sound(order)) == ("withdrawn", True)
    with clock.frozen(clock.now() + timedelta(days=4)):
        ring(order)
    assert [stock_of(one) for one in (a, b, c)] == [(5, 0)] * 3


def test_twenty_at_once() -> None:
    """Each counts whole or is refused; money, pieces and records agree, whoever is last."""
    a, b = a_variant(stock=50, price=1000), a_variant(stock=50, price=300)
    order, _ = an_order_of((a, 9), pay=False)

    def one(i: int) -> int:
        wish = less(order, 1 + i % 9) if i % 3 else more(b)
        return amend(order, **wish).status if i % 5 else amend(order, **at(street=f"文三路 {i} 号")).status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(one, range(20)))
    assert set(statuses) <= {200, 409, 503}
    page = read(order)
    pieces = {variant: sum(row["quantity"] for row in page["lines"] if row["variant_id"] == variant) for variant in (a, b)}
    assert (stock_of(a), stock_of(b)) == ((50 - pieces[a], pieces[a]), (50 - pieces[b], pieces[b]))
    assert [row["number"] for row in page["amendments"]] == list(range(1, len(page["amendments"]) + 1))
    assert sound(order)
    told(took(order, "pay_1", total(page)))
    assert (read(order)["status"], stock_of(a), sound(order)) == ("paid", (50 - pieces[a], 0), True)


def test_amended_again_before_it_is_paid() -> None:
    """Another amendment takes the place of the one that waits; there and back again owes nothing, and every piece is where it was."""
    a, b = a_variant(stock=5, price=5000), a_variant(stock=5, price=3000)
    order, _ = an_order_of((a, 2))
    first = amend(order, lines=[*less(order, 1)["lines"], *more(b, 3)["lines"]]).json
    assert (first["amendments"][0]["due"]["amount"], stock_of(a), stock_of(b)) == (4000, (3, 0), (2, 0))
    added = next(row["id"] for row in first["lines"] if row["variant_id"] == b)
    back = amend(order, lines=[*less(order, 2)["lines"], {"line_id": added, "quantity": 0}]).json
    assert (total(back), back["payment_status"]) == (total(order), "paid")
    assert [one["status"] for one in back["amendments"]] == ["withdrawn", "applied"]
    assert (stock_of(a), stock_of(b), sound(order)) == ((3, 0), (5, 0), True)
    again = amend(order, lines=[{"line_id": added, "quantity": 2}]).json
    assert (again["amendments"][-1]["due"]["amount"], stock_of(b)) == (6000, (3, 0))
    less_due = amend(order, lines=[{"line_id": added, "quantity": 1}]).json
    assert (less_due["amendments"][-1]["due"]["amount"], stock_of(b), sound(order)) == (3000, (4, 0), True)
    told(took(order, "pay_2", 3000))
    assert (total(read(order)), read(order)["payment_status"], sound(order)) == (total(order) + 3000, "paid", True)
