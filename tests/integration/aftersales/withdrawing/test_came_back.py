"""G02, G05: parcels of exchanged pieces that come back without having arrived, beside refunds by hand."""

from __future__ import annotations

import pytest

from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.test_exchanged_then_returned import back, by_hand, exchanged
from tests.integration.aftersales.withdrawing.test_exchanged_by_hand import settled
from tests.integration.orders.buyer import staff

MUGS = 0


def parcel_of(order: Sold) -> str:
    return str(staff().get(f"/v1/admin/orders/{order.id}/shipments").json["data"][-1]["id"])


def came_back(order: Sold, parcel: str) -> None:
    for status in ("IN_TRANSIT", "RETURNED"):
        answer = staff().post(f"/v1/admin/orders/{order.id}/shipments/{parcel}/trace", {"status": status, "place": "杭州"})
        assert answer.status == 201, answer.text


@pytest.mark.parametrize(("price", "own"), [(7000, 1100), (4000, 0)])
@pytest.mark.parametrize("by_hand_first", [True, False, None])
def test_the_shop_gives_all_of_it_back_once(sold: Sold, price: int, own: int, by_hand_first: bool | None) -> None:
    """By hand goes what the new order brought itself, before or after the parcel is back, or not at all; what stands behind it follows by
    itself."""
    new, _ = exchanged(sold, price, (MUGS, 1), sent=False)
    new.send(1, delivered=False)
    if by_hand_first and own:
        assert by_hand(new, (0, 1)).status == 201
        settled(new)
    came_back(new, parcel_of(new))
    if by_hand_first is False and own:
        assert by_hand(new, (0, 1)).status == 201
        settled(new)
    settled(new)
    assert (back(new) if own else 0, back(sold)) == (own if by_hand_first is not None else 0, 5900)
