"""What papers say: labels, pick lists, delivery notes, as plain data that can be drawn. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field

from functions.shared.plain.deferred import dataclass

MOST_PAPERS = 100
"""In one file."""
_CHINESE_ORDER = frozenset({"CN", "HK", "MO", "TW", "JP", "KR"})


@dataclass(frozen=True)
class Party:
    """Who sends or receives. `place`: the province, city and so on in one line, as it is written there; `street`: the rest of the way to
    the door."""

    name: str
    phone: str
    place: str
    street: str
    postal_code: str = ""
    country: str = ""

    @property
    def town(self) -> str:
        """What parcels are sorted by."""
        return "  ".join(part for part in (self.postal_code, self.place, self.country) if part)


@dataclass(frozen=True)
class Label:
    """`part`, `of`: which of the order's parcels. `point`: a pick-up point in place of the door, as the receiver is told it."""

    shipment_id: str
    order_number: str
    carrier: str
    service: str
    waybill: str
    receiver: Party
    sender: Party | None = None
    part: int = 1
    of: int = 1
    pieces: int = 0
    weight_g: int | None = None
    day: str = ""
    point: str = ""


@dataclass(frozen=True)
class Pick:
    """So many pieces out of one bin; `bin` is empty for pieces that lie in none, or of which nobody wrote down where they lie."""

    sku: str
    title: str
    quantity: int
    bin: str = ""


@dataclass(frozen=True)
class PickParcel:
    """What goes into one parcel. Without an id: pieces that are in no parcel yet."""

    shipment_id: str
    warehouse: str
    carrier: str
    waybill: str
    picks: tuple[Pick, ...]

    @property
    def pieces(self) -> int:
        return sum(pick.quantity for pick in self.picks)


@dataclass(frozen=True)
class PickList:
    """`language`: who reads it. `parcels` in the order in which they are walked (`walked`)."""

    order_number: str
    day: str
    language: str
    parcels: tuple[PickParcel, ...]


@dataclass(frozen=True)
class NoteLine:
    sku: str
    title: str
    quantity: int


@dataclass(frozen=True)
class NoteParcel:
    """`carrier` and `waybill` are empty for what is still to be sent."""

    carrier: str
    waybill: str
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True)
class DeliveryNote:
    order_number: str
    day: str
    language: str
    receiver: Party
    sender: Party | None
    parcels: tuple[NoteParcel, ...]
    to_come: tuple[NoteLine, ...] = field(default=())


def walked(parcels: Sequence[PickParcel]) -> tuple[PickParcel, ...]:
    """Warehouse by warehouse, in each from bin to bin: A-2 before A-10, and what lies in no bin last."""
    sorted_picks = (
        PickParcel(one.shipment_id, one.warehouse, one.carrier, one.waybill, tuple(sorted(one.picks, key=_place))) for one in parcels
    )
    return tuple(sorted(sorted_picks, key=lambda one: (not one.shipment_id, one.warehouse, _first(one), one.shipment_id)))


def _first(parcel: PickParcel) -> tuple[object, ...]:
    return _place(parcel.picks[0]) if parcel.picks else ()


def _place(pick: Pick) -> tuple[object, ...]:
    return (not pick.bin, natural(pick.bin), pick.sku)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """So that numbers in it count as numbers: a key to sort by."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in re.split(r"(\d+)", text) if part)


def place_line(*, country_code: str, province: str, city: str, district: str) -> str:
    """The widest first where it is written so, else the narrowest; a city that is its own province stands there once."""
    parts = [part for part in (province, city, district) if part]
    once = [part for n, part in enumerate(parts) if part not in parts[:n]]
    return " ".join(once) if country_code in _CHINESE_ORDER or not country_code else ", ".join(reversed(once))
