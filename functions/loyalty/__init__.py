"""The face of loyalty: what carts and orders need. Everything else here is private to the domain."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.loyalty.model.programme import Use
    from functions.loyalty.spending.offer import PointsOffer, PricedPiece, check_points, points_in, points_keys, spend_writes
else:
    __getattr__ = lazily(
        __name__,
        {
            "model.programme": "Use",
            "spending.offer": "PointsOffer PricedPiece check_points points_in points_keys spend_writes",
        },
    )

__all__ = ["PointsOffer", "PricedPiece", "Use", "check_points", "points_in", "points_keys", "spend_writes"]
