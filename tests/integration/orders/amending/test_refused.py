"""D09: what is not amended, with its code; and nothing happened."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from functions.orders.app import app
from functions.shared.outside import clock
from tests.integration.orders.amending.amended import amend, an_order_of, at, errors_of, less, line, more, preview, read, said, sound, total
from tests.integration.orders.buyer import ADDRESS, a_variant, staff, stock_of
from tests.integration.orders.money_moves import asked, disputed, held, pieces, told, took
from tests.integration.promotions.shop import NOON, a_cart
from tests.integration.promotions.test_flash_sales import a_sale, entered, left
from tests.support.http import Client

UNKNOWN = "line_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"


def test_after_shipping() -> None:
    """409, for staff and buyers, lines and address."""
    order, guest = an_order_of((a_variant(), 2))
    lines = [{"line_id": line(order), "quantity": 1}]
    sent = staff().post(f"/v1/admin/orders/{order['id']}/shipments", {"carrier": "manual", "waybill": "SF1", "lines": lines})
    assert sent.status == 201
    before = read(order)
    assert before["status"] == "shipped"
    for answer in (amend(order, **less(order, 1)), amend(order, **at(street="x")), amend(order, guest, **at(street="x"))):
        assert (answer.status, answer.code) == (409, "order_shipped")
    assert read(order) == before


@pytest.mark.parametrize(
    ("wish", "errors"),
    [
        ({}, [("/lines", "nothing_to_amend")]),
        ({"lines": [{"line_id": UNKNOWN, "quantity": 1}]}, [("/lines/0/line_id", "unknown_line")]),
        ({"lines": [{"quantity": 1}]}, [("/lines/0/line_id", "line_or_variant")]),
        ({"lines": [{"variant_id": "var_1", "quantity": 0}]}, [("/lines/0/quantity", "quantity_missing")]),
        ({"lines": [{"line_id": UNKNOWN, "quantity": -1}]}, [("/lines/0/quantity", "greater_than_equal")]),
        ({"lines": [{"line_id": UNKNOWN, "quantity": 1000}]}, [("/lines/0/quantity", "less_than_equal")]),
        ({"lines": [{"line_id": UNKNOWN, "quantity": 1.5}]}, [("/lines/0/quantity", "int_type")]),
        ({"lines": [{"line_id": UNKNOWN, "quantity": 1}] * 500}, [("/lines", "too_long")]),
        ({"price": 1}, [("/price", "extra_forbidden")]),
        ({"address": {}}, None),
        ({"address": ADDRESS | {"country": "XX"}}, None),
    ],
)
def test_bad_input(wish: dict[str, Any], errors: list[tuple[str, str]] | None) -> None:
    order, _ = an_order_of((a_variant(), 1), pay=False)
    for answer in (amend(order, **wish), preview(order, **wish)):
        assert answer.status == 422, answer.text
        assert errors is None or errors_of(answer) == errors
    assert read(order)["version"] == order["version"]


def test_lines_that_cannot_be() -> None:
    a, b = a_variant(stock=3), a_variant(stock=2)
    order, guest = an_order_of((a, 2))
    twice = [{"line_id": line(order), "quantity": 1}] * 2
    assert errors_of(amend(order, lines=twice)) == [("/lines/1/line_id", "line_named_twice")]
    nothing = amend(order, **less(order, 0))
    assert (nothing.status, errors_of(nothing)) == (422, [("/lines", "nothing_left")])
    for wish in (more(b, 3), {"lines": [{"line_id": line(order), "quantity": 4}]}):
        assert (amend(order, **wish).code, preview(order, **wish).code) == ("out_of_stock", "out_of_stock")
    gone = a_variant(published=False)
    assert amend(order, **more(gone)).code == "unpublished"
    assert amend(order, **more("var_01JD5Z6N7W8X9Y0Z1A2B3C4D5E")).code == "unpublished"
    assert amend(order, guest, **less(order, 1)).status == 403
    assert (stock_of(a), stock_of(b), total(read(order)), sound(order)) == ((1, 0), (2, 0), total(order), True)


def test_pieces_of_a_flash_sale_stay_until_they_are_paid() -> None:
    """Their quota stands in no stock that could take them back one by one; other lines and the address may change meanwhile."""
    with clock.frozen(NOON):
        flash, other, subject = a_variant(stock=8, price=5000), a_variant(stock=5), str(uuid.uuid4())
        sale = a_sale(flash)["id"]
        buyer = a_cart(subject=subject, variant=flash)
        buyer.add(other, 2)
        assert entered(buyer, sale, subject).status == 200
        order = buyer.place().json
        number = next(n for n, one in enumerate(order["lines"]) if one["variant_id"] == flash)
        refused = amend(order, **less(order, 0, number))
        assert (refused.status, refused.code) == (409, "flash_line")
        assert preview(order, **less(order, 0, number)).code == "flash_line"
        assert (read(order)["version"], left(sale), stock_of(flash)) == (order["version"], 4, (3, 5))
        assert amend(order, **less(order, 1, 1 - number)).status == 200
        assert (left(sale), stock_of(flash), stock_of(other), sound(order)) == (4, (3, 5), (4, 1), True)


def test_who_may() -> None:
    """A stranger knows of no order; staff without `orders.write` only read."""
    order, guest = an_order_of((a_variant(), 1), pay=False)
    for client, status in ((Client(app), 404), (staff("analyst"), 404), (staff("finance"), 403), (staff("support"), 200), (guest, 200)):
        assert amend(order, client, **at(street="x")).status == status
        assert preview(order, client, **at(street="y")).status == status
    assert staff("finance").post(f"/v1/admin/orders/{order['id']}/amendment/cancel").status == 403
    assert guest.post(f"/v1/admin/orders/{order['id']}/amendment/cancel").status in (401, 403)
    assert staff().post(f"/v1/admin/orders/{order['id']}/amendment/cancel").code == "nothing_to_withdraw"


def test_stale_previews_and_versions() -> None:
    """X17"""
    order, _ = an_order_of((a_variant(price=5000), 3))
    first = preview(order, **less(order, 2)).json
    assert amend(order, **less(order, 2), if_match='"99"').code == "version_conflict"
    assert amend(order, **less(order, 2), preview_hash=first["preview_hash"]).status == 200
    stale = amend(order, **less(order, 1), preview_hash=first["preview_hash"])
    assert (stale.status, stale.code) == (409, "preview_changed")
    fresh = stale.json["preview"]["preview_hash"]
    assert amend(order, **less(order, 1), preview_hash=fresh).status == 200
    b = a_variant(price=700)
    shown = preview(order, **more(b)).json
    a_variant(price=900, variant_id=b)
    assert amend(order, **more(b), preview_hash=shown["preview_hash"]).code == "preview_changed"
    assert sound(order)


def test_a_repeated_call_has_the_same_answer() -> None:
    order, _ = an_order_of((a_variant(price=5000), 3))
    owner = staff()
    answers = [amend(order, owner, **less(order, 2), idempotency_key="once") for _ in range(2)]
    assert [one.status for one in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert amend(order, owner, **less(order, 1), idempotency_key="once").code == "idempotency_key_reused"
    assert len(said(order, "order.amended")) == 1


def test_money_that_stands_in_the_way() -> None:
    """Promised, disputed, given back in part; a new street that costs nothing is allowed all the same."""
    promised, _ = an_order_of((a_variant(price=5000), 2), pay=False)
    told(held(promised, "pay_1", total(promised)))
    for wish in (less(promised, 1), more(a_variant())):
        assert amend(promised, **wish).code == "money_promised"
    assert amend(promised, **at(street="x")).status == 200
    claimed, _ = an_order_of((a_variant(price=5000), 2))
    told(disputed(claimed))
    assert amend(claimed, **less(claimed, 1)).code == "order_disputed"
    back, _ = an_order_of((a_variant(price=5000), 2))
    asked(back, pieces(back, 1))
    assert amend(back, **less(back, 1)).code == "order_refunded"
    assert amend(back, **at(street="x")).status == 200
    part, _ = an_order_of((a_variant(price=5000), 2), pay=False)
    told(took(part, "pay_1", 6000, part=True))
    assert amend(part, **less(part, 1)).code == "partially_paid"
    assert amend(part, **more(a_variant(price=100))).status == 200
    assert all(sound(one) for one in (promised, back, part))
    ended, _ = an_order_of((a_variant(), 1), pay=False)
    assert staff().post(f"/v1/orders/{ended['id']}/cancel").status == 200
    assert amend(ended, **at(street="x")).code == "order_not_amendable"


def test_nothing_of_an_open_amendment_is_refunded_and_it_can_be_taken_back() -> None:
    order, _ = an_order_of((a_variant(price=5000), 2))
    b = a_variant(stock=3, price=700)
    assert amend(order, **more(b)).status == 200
    with pytest.raises(Exception, match="take the amendment back"):
        asked(order, pieces(order, 1))
    after = staff().post(f"/v1/admin/orders/{order['id']}/amendment/cancel")
    assert (after.status, after.json["amendments"][0]["status"], total(after.json)) == (200, "withdrawn", total(order))
    assert (stock_of(b), sound(order)) == ((3, 0), True)
    told(took(order, "pay_2", 700))
    assert said(order, "order.payment_set_aside")[0].data["reason"] == "duplicate"
