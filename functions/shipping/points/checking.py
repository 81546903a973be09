"""Every provider of pick-up points is asked through this: what comes back has the form of the port, or it did not answer.

A place or distance that is no number is not known; a point without an id, a name or a country is none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from functions.shared.outside.observability import fact
from functions.shared.plain.pickup_point import PickupPoint, PointKind
from functions.shipping.couriers.asking import silent
from functions.shipping.couriers.checking import STUMBLES
from functions.shipping.couriers.soundness import text, whole
from functions.shipping.points.port import FoundPoint, Near, PickupPoints

_FARTHEST_M, _LARGEST_MM, _HEAVIEST_G = 50_000_000, 1_000_000, 100_000_000
_TEXTS = ("name", "country", "street", "province", "city", "district", "postal_code", "opening_hours", "hint")
_LONGEST = 300


def checked(provider: type[PickupPoints]) -> type[PickupPoints]:
    """The same provider with `Checking` before it."""
    return cast("type[PickupPoints]", type(provider.__name__, (Checking, provider), {"__module__": provider.__module__}))


class Checking(PickupPoints):
    """Stands before a provider in the order of its classes (`checked`)."""

    def search(self, near: Near) -> Sequence[FoundPoint]:
        """One that cannot be read is left out, the others stand."""
        try:
            return [sound for one in super().search(near) if (sound := self._found(one)) is not None]
        except STUMBLES as error:
            self._stumbled(error)
            raise silent() from error

    def find(self, point_id: str) -> PickupPoint | None:
        try:
            found = super().find(point_id)
            return None if found is None else sound_point(found)
        except STUMBLES as error:
            self._stumbled(error)
            raise silent() from error

    def _found(self, one: FoundPoint) -> FoundPoint | None:
        try:
            return FoundPoint(sound_point(one.point), whole(one.distance_m, _FARTHEST_M))
        except STUMBLES as error:
            self._stumbled(error)
            return None

    def _stumbled(self, error: Exception) -> None:
        fact("pickup_points.unreadable_answer", provider=self.code, error=type(error).__name__)


def sound_point(point: PickupPoint) -> PickupPoint:
    """Raises ValueError for one that nobody could be sent to."""
    texts = {name: text(getattr(point, name), _LONGEST) for name in _TEXTS}
    if not (isinstance(point.id, str) and text(point.id, 64) == point.id and point.id and texts["name"] and texts["country"]):
        raise ValueError("a point without an id, a name or a country")
    sides = [whole(side, _LARGEST_MM, least=1) for side in point.max_sides_mm]
    known = [side for side in sides if side is not None]
    latitude, longitude = _degrees(point.latitude, 90), _degrees(point.longitude, 180)
    is_known = latitude is not None and longitude is not None
    return replace(
        point,
        **texts,
        kind=PointKind(point.kind),
        latitude=latitude if is_known else None,
        longitude=longitude if is_known else None,
        takes_cash=point.takes_cash is True,
        max_weight_g=whole(point.max_weight_g, _HEAVIEST_G, least=1),
        max_sides_mm=tuple(known) if len(known) == len(sides) else (),
        country_code=text(point.country_code, 2),
        subdivision=text(point.subdivision, 10),
    )


def _degrees(value: object, most: float) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) and abs(value) <= most else None
