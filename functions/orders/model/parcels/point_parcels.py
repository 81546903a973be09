"""Parcels for a pick-up point: each must be able to wait there, so what is too much for one goes in several. Pure.

A weight or size that is not known is not held against a parcel, as in PickupPoint.misfit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from functions.orders.model.shipment import MAX_PARCELS
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pickup_point import Misfit, PickupPoint
from functions.shared.plain.sides import Sides, volume_of


@dataclass(frozen=True)
class Goods:
    """So many pieces of a line; weight and sides are those of one piece."""

    line_id: str
    quantity: int
    weight_g: int = 0
    sides_mm: Sides = ()


@dataclass
class _Parcel:
    weight_g: int
    volume_mm3: int
    pieces: dict[str, int]


def in_parcels(point: PickupPoint | None, goods: Sequence[Goods], *, most: int = MAX_PARCELS) -> list[dict[str, int]]:
    """Pieces by line of each parcel, line by line into the first that has room. What fits into no parcel alone has one of its own. What is
    left when there are `most` is in the last one."""
    if point is None:
        return [{one.line_id: one.quantity for one in goods}]
    parcels: list[_Parcel] = []
    for one in goods:
        left = one.quantity
        for parcel in parcels:
            left -= _put(point, parcel, one, left)
        while left:
            parcel = _Parcel(0, 0, {})
            parcels.append(parcel)
            left -= _put(point, parcel, one, left if len(parcels) == most else max(1, min(left, _room(point, parcel, one))), force=True)
    return [parcel.pieces for parcel in parcels]


def misfit_of(point: PickupPoint, merchants: Iterable[Sequence[Goods]]) -> Misfit | None:
    """Why what each merchant sends cannot wait there: a piece that is too heavy or too large by itself, or more than an order's parcels
    hold."""
    sent = [list(goods) for goods in merchants]
    alone = (point.misfit(one.weight_g, [(one.sides_mm, 1)]) for goods in sent for one in goods)
    if too_much := next(filter(None, alone), None):
        return too_much
    if _count(point, sent) <= MAX_PARCELS:
        return None
    by_weight = [[replace(one, sides_mm=()) for one in goods] for goods in sent]
    return Misfit.TOO_HEAVY if _count(point, by_weight) > MAX_PARCELS else Misfit.TOO_LARGE


def _count(point: PickupPoint, sent: Sequence[Sequence[Goods]]) -> int:
    return sum(len(in_parcels(point, goods, most=MAX_PARCELS + 1)) for goods in sent)


def _put(point: PickupPoint, parcel: _Parcel, one: Goods, wanted: int, *, force: bool = False) -> int:
    """How many pieces of it went in."""
    some = wanted if force else min(wanted, _room(point, parcel, one))
    if some:
        parcel.weight_g += one.weight_g * some
        parcel.volume_mm3 += volume_of(one.sides_mm) * some
        parcel.pieces[one.line_id] = parcel.pieces.get(one.line_id, 0) + some
    return some


def _room(point: PickupPoint, parcel: _Parcel, one: Goods) -> int:
    """For how many more pieces."""
    room = one.quantity
    if point.max_weight_g is not None and one.weight_g:
        room = min(room, (point.max_weight_g - parcel.weight_g) // one.weight_g)
    if (inside := volume_of(point.max_sides_mm)) and (volume := volume_of(one.sides_mm)):
        room = min(room, (inside - parcel.volume_mm3) // volume)
    return max(0, room)
