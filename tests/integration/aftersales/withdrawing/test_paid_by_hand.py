"""R01: what staff paid back by hand is no part of a withdrawal, and takes none of the right to the rest."""

from __future__ import annotations

import pytest

from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.test_recall_pieces import paid_back_by_hand
from tests.integration.aftersales.withdrawing.stating import A, B, first, germany, sent_back, to_germany, withdrawn


@pytest.mark.parametrize("sent", [(1, 3), (1, 1), (0, 0)])
def test_the_rest_can_be_withdrawn(sold: Sold, sent: tuple[int, int]) -> None:
    """All sent, some, or none: everything that is left, and its money with the delivery, once."""
    germany()
    order = to_germany(sold, (4000, 1), (2000, 3), sent=sent)
    paid_back_by_hand(order, B, 1)
    stated = withdrawn(order)
    assert stated["amount"]["amount"] == 8500
    order.news()
    if any(sent):
        to_send = [one["id"] for one in order.buyer.get(f"/v1/orders/{order.id}/returns").json["data"] if one["status"] == "approved"]
        sent_back(order, {"returns": to_send})
    order.news()
    assert order.given_back() == 10500


def test_nothing_is_left_where_all_was_paid_back(sold: Sold) -> None:
    germany()
    order = to_germany(sold, (4000, 1), (2000, 1))
    paid_back_by_hand(order, A, 1)
    paid_back_by_hand(order, B, 1)
    refused = first(order)
    assert (refused.status, refused.json["code"]) == (409, "nothing_to_withdraw")
