"""R01: what staff paid back by hand, or by a refund that they tried again, takes none of the right to the rest."""

from __future__ import annotations

import pytest

from functions.payments.app import app as payments
from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.test_recall_pieces import paid_back_by_hand
from tests.integration.aftersales.withdrawing.stating import A, B, cases_of, first, germany, sent_back, to_germany, withdrawn
from tests.integration.payments.sandbox_double import Provider
from tests.support.http import Client
from tests.support.identity import bearer


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


def test_a_piece_whose_refund_was_tried_again_counts_once(sold: Sold, provider: Provider) -> None:
    """The money went under another name than its case asked for."""
    germany()
    order = to_germany(sold, (4000, 1), (2000, 3))
    stated = withdrawn(order, (B, 1))
    provider.refuse = (402, "balance_too_low")
    sent_back(order, stated)
    (case,) = cases_of(order)
    assert (case["status"], case["stuck"]) == ("in_transit", "refund_failed")
    provider.refuse = None
    path = f"/v1/admin/orders/{order.id}/refunds/{case['refunds'][0]}/retry"
    assert Client(payments, bearer("finance")).post(path, {}).status == 201
    order.news()
    assert (cases_of(order)[0]["status"], order.given_back()) == ("refunded", 2000)
    assert first(order).json["amount"]["amount"] == 4000 + 2 * 2000 + 500
