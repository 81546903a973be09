"""A pick-up point is asked for once more before the order is written: it may have been closed since it was chosen."""

from __future__ import annotations

from functions.orders.carts.quote import Quote
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Fault, Invalid, Unavailable
from functions.shared.plain.pickup_point import PickupPoint
from functions.shipping import point_of

_DETAIL = {
    "pickup_point_missing": "Choose a pick-up point first.",
    "too_heavy_for_point": "What is in the cart is too heavy for the chosen pick-up point.",
    "too_large_for_point": "What is in the cart is too large for the chosen pick-up point.",
}


class PointCheck:
    """Of one call: however often the cart is read again, the provider is asked once about a point."""

    def __init__(self) -> None:
        self._there: dict[PickupPoint, bool] = {}

    def check(self, quote: Quote) -> None:
        """Raises Invalid (422 `incomplete`) where one is missing or does not take the parcel; Conflict (409 `pickup_point_gone`).

        While its provider does not answer, the point counts as it was chosen: a shop must not close with somebody else's service.
        """
        point = quote.point
        if not quote.collected:
            code = quote.misfit.value if quote.misfit else "pickup_point_missing"
            raise Invalid("The cart is not complete.", faults=[Fault("/cart_id/pickup_point", code, _DETAIL[code])], code="incomplete")
        if point is None:
            return
        if point not in self._there:
            self._there[point] = _is_there(point)
        if not self._there[point]:
            raise Conflict(
                f"{point.title} hands out no parcels any more, or not where it did: choose another pick-up point.",
                code="pickup_point_gone",
                pickup_point={"provider": point.provider, "id": point.id},
            )


def _is_there(point: PickupPoint) -> bool:
    try:
        now = point_of(point.provider, point.id)
    except Unavailable:
        fact("pickup_point.unchecked", provider=point.provider, point_id=point.id)
        return True
    return now is not None and now.stands_at == point.stands_at
