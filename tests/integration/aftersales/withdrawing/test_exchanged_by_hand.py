"""R01, R04: pieces of an exchange's order whose own money staff gave back by hand: the right to what stands behind them stays."""

from __future__ import annotations

import pytest

from functions.aftersales.app import app
from tests.integration.aftersales.exchanged import bowl, exchange, pay
from tests.integration.aftersales.sold import Sold, later
from tests.integration.aftersales.test_exchanged_then_returned import back, by_hand, exchanged, new_order, returned
from tests.integration.aftersales.test_recall_pieces import _mailbox, links
from tests.integration.aftersales.test_recalls import choose, opened
from tests.integration.aftersales.withdrawing.stating import A, cases_of, first, germany, second, sent_back, to_germany
from tests.support.http import Client
from tests.support.identity import bearer

__all__ = ["_mailbox"]


def settled(order: Sold) -> None:
    order.shop.work()
    order.news()


@pytest.mark.parametrize("pieces", [1, 2])
def test_they_can_be_withdrawn(sold: Sold, pieces: int) -> None:
    """Two pieces, of which one or both were given back: the withdrawal brings the rest, own money and what stands behind, once."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1))
    new, _ = exchanged(order, 5000, (A, 2))
    assert by_hand(new, (0, pieces)).status == 201
    settled(new)
    step = first(new)
    assert step.json["amount"]["amount"] == 8000 + (2 - pieces) * 1000
    sent_back(new, second(new, step).json)
    settled(new)
    assert (back(new), back(order)) == (2000, 8000)
    assert first(new).json["code"] == "already_withdrawn"


@pytest.mark.parametrize("pieces", [1, 2])
def test_before_they_left_all_of_it_goes_back_by_itself(sold: Sold, pieces: int) -> None:
    """Nobody can return what never came: what stands behind it follows the refund. The other piece is withdrawn, or the order has ended."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1))
    new, _ = exchanged(order, 5000, (A, 2), sent=False)
    assert by_hand(new, (0, pieces)).status == 201
    settled(new)
    settled(new)
    assert (back(new), back(order)) == (pieces * 1000, pieces * 4000)
    if pieces == 1:
        (case,) = cases_of(new)
        assert (case["kind"], case["status"], case["amount"]["amount"]) == ("refund_only", "refunded", 4000)
        assert second(new, first(new)).status == 201
        settled(new)
    assert (back(new), back(order)) == (2000, 8000)


def test_what_was_given_back_before_it_left_takes_no_right_from_what_came(sold: Sold) -> None:
    """The other piece leaves and comes back as any return."""
    new, _ = exchanged(sold, 7000, (A, 2), sent=False)
    assert by_hand(new, (0, 1)).status == 201
    settled(new)
    new.send(1)
    assert returned(new, (0, 1))["amount"]["amount"] == 7000
    assert (back(sold), back(new)) == (11800, 2200)


def test_before_the_old_pieces_are_back_it_waits(sold: Sold) -> None:
    """Shipped first: the refund of a new piece brings what stands behind it once the old ones came."""
    rules = {"policies": [{"id": "all"}], "exchange_ships_first": True}
    assert Client(app, bearer("owner")).put("/v1/admin/return_policies", rules).status == 200
    case = exchange(sold, bowl(7000), (A, 2))
    pay(sold, case)
    assert sold.staff(case, "approve", {}).status == 200
    new = new_order(sold, case)
    assert by_hand(new, (0, 1)).status == 201
    settled(new)
    assert [(one["status"], one["stuck"]) for one in cases_of(new)] == [("approved", "exchange_not_over")]
    assert sold.graded(case, (A, 2, "as_new")).status == 200
    sold.news()
    with later(hours=2):
        new.due(times=2)
        settled(new)
    assert ([one["status"] for one in cases_of(new)], back(sold), back(new)) == (["refunded"], 5900, 1100)


def test_they_are_chosen_for_in_a_recall(sold: Sold) -> None:
    new, _ = exchanged(sold, 7000, (A, 2))
    assert by_hand(new, (0, 1)).status == 201
    settled(new)
    opened(new.order["lines"][0]["variant_id"])
    answer = choose(links()[0], "refund")
    assert answer.status == 200, answer.text
    got = new.seen({"id": answer.json["return_id"]})
    assert [line["quantity"] for line in got["lines"]] == [2]
    assert new.graded(got, (0, 2, "damaged")).status == 200
    settled(new)
    assert (new.seen(got)["status"], back(sold), back(new)) == ("refunded", 11800, 2200)


@pytest.mark.parametrize("times", [1, 2])
def test_a_piece_that_came_back_through_an_exchange_takes_no_right_from_its_line(sold: Sold, times: int) -> None:
    """Of two, one is exchanged (once more, too) and what it was exchanged for comes back: the other one can be withdrawn."""
    germany()
    order = to_germany(sold, (4000, 2), (2000, 1))
    last = order
    for n in range(times):
        last, _ = exchanged(last, 5000 + n * 1000, (A, 1))
    assert returned(last, (A, 1))["status"] == "refunded"
    assert back(order) == 4000
    step = first(order)
    assert (step.status, step.json["amount"]["amount"]) == (200, 4000 + 2000 + 500)
    sent_back(order, second(order, step).json)
    settled(order)
    assert back(order) == 10500
