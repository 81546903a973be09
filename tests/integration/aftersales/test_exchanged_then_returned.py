"""G02: what was paid for pieces that were exchanged goes back by the payments that it came by, when the other pieces come back: exactly
that, through chains of exchanges, and nobody pays it back besides."""

from __future__ import annotations

from typing import Any

import pytest

from functions.aftersales.app import app
from functions.aftersales.returns import begin_exchange
from functions.aftersales.store.cases import pieces_of
from functions.orders.store.records import OrdersTable
from tests.integration.aftersales.exchanged import asked, bowl, ended, exchange, its_order, pay, sent_back, unpaid_at_its_deadline
from tests.integration.aftersales.sold import Sold, later
from tests.integration.orders.buyer import staff
from tests.integration.payments.shop import balances
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between

MUGS, PLATES = 0, 1


def exchanged(sold: Sold, price: int, *wanted: tuple[int, int], sent: bool = True, **more: Any) -> tuple[Sold, Any]:
    """The order of the other pieces, which came to the buyer, and the case."""
    case = exchange(sold, bowl(price), *wanted, **more)
    if case["exchange"]["to_pay"]["amount"]:
        pay(sold, case)
    sent_back(sold, case)
    assert sold.graded(case, *((line, count, "as_new") for line, count in wanted)).status == 200
    sold.news()
    assert sold.seen(case)["status"] == "exchanged"
    new = new_order(sold, case)
    if sent:
        new.send(*(line["quantity"] for line in new.order["lines"]))
    return new, case


def new_order(sold: Sold, case: Any) -> Sold:
    order = its_order(sold, case) | {"token": sold.order["token"]}
    return Sold(sold.shop, sold.queue, order, [], sold.buyer, sold.heard)


def returned(sold: Sold, *wanted: tuple[int, int]) -> Any:
    case = sold.sent_back(*wanted)
    assert sold.graded(case, *((line, count, "as_new") for line, count in wanted)).status == 200
    sold.news()
    return sold.seen(case)


def back(sold: Sold) -> int:
    """What the order gave back, by what it says and by the ledger."""
    told = int(sum(one.data["amount"] for one in events_in(OrdersTable, "order.refunded") if one.subject == sold.id))
    seen = staff().get(f"/v1/orders/{sold.id}").json["totals"]
    assert seen["refunded"]["amount"] == told
    assert balances().get(f"order:{sold.id}", 0) == told - (seen["total"]["amount"])
    return told


def by_hand(sold: Sold, *wanted: tuple[int, int], amount: int = 0) -> Answer:
    body: dict[str, Any] = {"reason": "x"}
    if wanted:
        body["lines"] = [{"line_id": sold.order["lines"][n]["id"], "quantity": count} for n, count in wanted]
    if amount:
        body["amount"] = {"amount": amount, "currency": "CNY"}
    return sold.shop.finance.post(f"/v1/admin/orders/{sold.id}/refunds", body)


@pytest.mark.parametrize(("price", "of_new", "of_old"), [(7000, 1100, 5900), (5900, 0, 5900), (4000, 0, 5900)])
def test_for_something_dearer_equal_or_cheaper(sold: Sold, price: int, of_new: int, of_old: int) -> None:
    """The difference by the new order's payment, the rest by the old one's; the piece is back there, and only once."""
    new, _ = exchanged(sold, price, (MUGS, 1))
    case = returned(new, (0, 1))
    assert (case["status"], case["amount"]["amount"], case["stuck"]) == ("refunded", price, None)
    assert (back(new) if of_new else 0, back(sold)) == (of_new, of_old)
    lines = [line for one in events_in(OrdersTable, "order.refunded") if one.subject == sold.id for line in one.data["lines"]]
    assert sum(line["quantity"] for line in lines) == 1
    rest = returned(sold, (MUGS, 2), (PLATES, 2))
    assert (rest["status"], back(sold)) == ("refunded", 3 * 5900 + 2 * 3333)


@pytest.mark.parametrize("price", [5900, 4000])
def test_pieces_that_took_no_money_of_their_own_are_back_by_0(sold: Sold, price: int) -> None:
    """For an equal or a cheaper one nothing was paid at the new order: its piece is back there all the same, and no longer sold."""
    new, _ = exchanged(sold, price, (MUGS, 2))
    assert returned(new, (0, 1))["status"] == "refunded"
    assert told_back(new) == [(0, 1)]
    assert returned(new, (0, 1))["status"] == "refunded"
    assert told_back(new) == [(0, 1), (0, 1)]
    assert back(sold) == 2 * 5900
    shown = staff().get(f"/v1/orders/{new.id}").json
    assert (shown["status"], shown["fulfilment_status"], shown["payment_status"]) == ("delivered", "delivered", "paid")


def told_back(sold: Sold) -> list[tuple[int, int]]:
    """(amount, pieces) of each refund of the order."""
    found = [one.data for one in events_in(OrdersTable, "order.refunded") if one.subject == sold.id]
    return [(one["amount"], sum(line["quantity"] for line in one["lines"])) for one in found]


def test_a_chain(sold: Sold) -> None:
    """59.00, then 70.00, then 90.00: each order gives back what was paid at it."""
    second, first_case = exchanged(sold, 7000, (MUGS, 1))
    third, case = exchanged(second, 9000, (0, 1))
    told = {name: case["exchange"][name]["amount"] for name in ("value", "credit", "to_pay")}
    assert told == {"value": 9000, "credit": 7000, "to_pay": 2000}
    assert second.open((0, 1)).code == "line_quantity_exceeded"
    assert by_hand(second, (0, 1)).status == 422
    case = returned(third, (0, 1))
    assert (case["status"], case["amount"]["amount"]) == ("refunded", 9000)
    assert (back(third), back(second), back(sold)) == (2000, 1100, 5900)
    assert sold.seen(first_case)["status"] == "exchanged"
    assert returned(sold, (MUGS, 2))["amount"]["amount"] == 2 * 5900


def test_a_chain_that_gets_cheaper(sold: Sold) -> None:
    """The difference goes back by the payments it came by, and with the last piece the rest."""
    second, _ = exchanged(sold, 7000, (MUGS, 1))
    third, case = exchanged(second, 3000, (0, 1))
    assert (case["amount"]["amount"], back(second), back(sold)) == (4000, 1100, 2900)
    assert returned(third, (0, 1))["amount"]["amount"] == 3000
    assert (back(second), back(sold)) == (1100, 5900)


def test_pieces_one_by_one_and_again_exchanged(sold: Sold) -> None:
    """Two plates of 33.33 for two bowls of 40.01: one goes back, the other is exchanged once more, and that one goes back."""
    second, case = exchanged(sold, 4001, (PLATES, 2))
    assert case["exchange"]["to_pay"]["amount"] == 2 * 4001 - 2 * 3333
    one = returned(second, (0, 1))["amount"]["amount"]
    third, again = exchanged(second, 2000, (0, 1))
    assert one + again["exchange"]["credit"]["amount"] == 2 * 4001
    returned(third, (0, 1))
    assert (back(second), back(sold)) == (2 * 4001 - 2 * 3333, 2 * 3333)


def test_nobody_pays_it_back_besides(sold: Sold) -> None:
    """Manual refunds of the old order are bounded by what the exchange took: by piece, by price, and in all."""
    total = sold.order["totals"]["total"]["amount"]
    case = exchange(sold, bowl(7000), (MUGS, 1))
    assert by_hand(sold, (MUGS, 3)).code == "line_quantity_exceeded"
    assert by_hand(sold, amount=total - 5899).code == "refund_exceeds_captured"
    assert by_hand(sold).json["amount"]["amount"] == total - 5900
    sold.shop.work()
    sold.news()
    assert by_hand(sold, amount=1).status in (409, 422)
    assert sold.mine(case, "cancel").status == 200
    assert by_hand(sold, amount=5900).status == 201


def test_what_is_taken_back_is_as_before(sold: Sold) -> None:
    """Of a chain the second exchange is taken back, or nobody pays it: the first one's order gives back what it would have."""
    second, _ = exchanged(sold, 7000, (MUGS, 1))
    case = exchange(second, bowl(9000), (0, 1))
    pay(second, case)
    assert second.mine(case, "cancel").status == 200
    ended(second)
    unpaid = exchange(second, bowl(9000), (0, 1))
    with later(hours=48 + 72, seconds=1):
        unpaid_at_its_deadline(unpaid)
        second.news()
    assert second.seen(unpaid)["status"] == "cancelled"
    assert returned(second, (0, 1))["amount"]["amount"] == 7000
    assert (back(second), back(sold)) == (1100, 5900)


def test_the_order_of_a_chain_is_cancelled_after_all(sold: Sold) -> None:
    """What the second exchange brought goes back as of a return of its pieces: through the first one, too."""
    second, _ = exchanged(sold, 7000, (MUGS, 1))
    third, case = exchanged(second, 9000, (0, 1), sent=False)
    assert staff().post(f"/v1/orders/{third.id}/cancel").status == 200
    ended(second)
    assert (second.seen(case)["status"], back(second), back(sold)) == ("refunded", 1100, 5900)
    assert back(third) == 2000


def test_the_same_for_a_fault_brings_what_was_paid(sold: Sold) -> None:
    """2019/771 Art. 14: the piece that was sent for it costs nothing; sent back, it brings what was paid for the first one."""
    case = exchange(sold, sold.variants[MUGS], (MUGS, 1), reason="defective")
    sent_back(sold, case)
    sold.graded(case, (MUGS, 1, "damaged"))
    sold.news()
    new = new_order(sold, case)
    new.send(1)
    assert returned(new, (0, 1))["amount"]["amount"] == 5900
    assert back(sold) == 5900


def test_until_the_old_pieces_are_back_the_new_ones_bring_nothing(sold: Sold) -> None:
    rules = {"policies": [{"id": "all"}], "exchange_ships_first": True}
    assert Client(app, bearer("owner")).put("/v1/admin/return_policies", rules).status == 200
    case = exchange(sold, bowl(5900), (MUGS, 1))
    assert sold.staff(case, "approve", {}).json["exchange"]["released"] is True
    new = new_order(sold, case)
    new.send(1)
    refused = new.open((0, 1))
    assert (refused.status, refused.code) == (409, "exchange_not_over")
    assert sold.graded(case, (MUGS, 1, "used")).status == 200
    sold.news()
    assert returned(new, (0, 1))["amount"]["amount"] == 5900


def test_a_refund_by_hand_in_between(sold: Sold, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exchange is decided under the version of the order's refunds: what goes back meanwhile it does not count."""
    in_between(monkeypatch, begin_exchange, "exchange_order", lambda: by_hand(sold, (MUGS, 3)))
    answer = asked(sold, bowl(7000), (MUGS, 1))
    assert (answer.status, answer.code) == (422, "line_quantity_exceeded")
    sold.shop.work()
    sold.news()
    assert (back(sold), pieces_of(sold.id).taken().total()) == (3 * 5900, 0)


@pytest.mark.parametrize(("price", "own"), [(7000, 1100), (5900, 0), (4000, 0)])
@pytest.mark.parametrize("first", [True, False])
def test_what_staff_gave_back_for_the_new_pieces_leaves_what_stands_behind_them(sold: Sold, price: int, own: int, first: bool) -> None:
    """By hand only the new order's own money goes, before the case or while it is open; the rest comes with the case, also the own money
    of the piece that was not given back."""
    new, _ = exchanged(sold, price, (MUGS, 2))
    case = None if first else new.sent_back((0, 2))
    assert by_hand(new, (0, 1)).status == 201
    new.shop.work()
    new.news()
    done = returned(new, (0, 2)) if case is None else None
    if case is not None:
        assert new.graded(case, (0, 2, "as_new")).status == 200
        new.news()
        done = new.seen(case)
    assert (done["status"], done["stuck"], back(sold)) == ("refunded", None, 2 * 5900)  # type: ignore[index]
    assert back(new) == 2 * own
    assert not own or by_hand(new, (0, 1)).code == "line_quantity_exceeded"


def test_lines_of_which_one_was_given_back_by_hand(sold: Sold) -> None:
    """What the other one brings itself comes as ever."""
    new, _ = exchanged(sold, 7000, (MUGS, 1), (PLATES, 1))
    assert by_hand(new, (0, 1)).status == 201
    new.shop.work()
    new.news()
    assert returned(new, (0, 1), (1, 1))["status"] == "refunded"
    assert (back(sold), back(new)) == (5900 + 3333, 1100 + 3667)


def test_an_offer_for_one_piece_takes_nothing_from_the_other(sold: Sold) -> None:
    """The new order gave 11.00 of each piece of 70.00; an offer of 20.00 takes 9.00 of what stands behind its own piece."""
    new, _ = exchanged(sold, 7000, (MUGS, 2))
    case = new.opened((0, 1))
    assert new.staff(case, "counter_offer", {"amount": {"amount": 2000, "currency": "CNY"}}).status == 200
    assert new.mine(case, "accept").status == 200
    new.news()
    assert (new.seen(case)["status"], back(new), back(sold)) == ("refunded", 1100, 900)
    assert returned(new, (0, 1))["amount"]["amount"] == 7000
    assert (back(new), back(sold)) == (2200, 900 + 5900)
