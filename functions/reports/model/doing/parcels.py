"""What became of a parcel, put together of what is told of it in whatever order; and days of them, added up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

LONGEST_HOURS, LONGEST_MINUTES = 2_000, 10_000
COUNTS = ("ended", "arrived", "promised", "on_time", "failed", "damaged", "missing", "complaints")
DAMAGED, MISSING = frozenset({"damaged"}), frozenset({"not_received", "missing"})
COMPLAINTS = DAMAGED | MISSING | {"arrived_late"}
"""Reasons of after-sales cases that a carrier may be the cause of."""


@dataclass(frozen=True)
class Parcel:
    """Times are RFC 3339 UTC, empty while it has not happened. `on_time`: whether its carrier kept its word (None: it gave none). `lane`:
    the country it went to, `zone`: the store's when its order was placed, which says on which day it counts. `reasons`: of cases about
    its order. `paid_at`: its order; `asked_at`: the warehouse was asked to pick it; `packed_at`: it was closed there for the last time."""

    order_id: str
    shipment_id: str
    carrier: str = ""
    service: str = ""
    lane: str = ""
    left_at: str = ""
    arrived_at: str = ""
    failed_at: str = ""
    on_time: bool | None = None
    reasons: list[str] = field(default_factory=list)
    zone: str = ""
    warehouse: str = ""
    paid_at: str = ""
    asked_at: str = ""
    packed_at: str = ""

    @property
    def ended_at(self) -> str:
        """It arrived, or else failed: which counts on its own day, a later arrival takes it back."""
        return self.arrived_at or self.failed_at

    def left(self, at: str, carrier: str) -> Parcel:
        return replace(self, left_at=min(filter(None, (self.left_at, at))), carrier=self.carrier or carrier)

    def tracked(self, at: str, carrier: str, service: str, on_time: bool | None, *, arrived: bool, failed: bool) -> Parcel:
        known = replace(self, carrier=carrier or self.carrier, service=service or self.service)
        if arrived:
            return replace(known, arrived_at=min(filter(None, (known.arrived_at, at))), on_time=on_time)
        return replace(known, failed_at=min(filter(None, (known.failed_at, at)))) if failed else known

    def asked(self, at: str, warehouse: str) -> Parcel:
        """Asked again, the first time counts."""
        return replace(self, asked_at=min(filter(None, (self.asked_at, at))), warehouse=self.warehouse or warehouse)

    def packed(self, at: str, warehouse: str) -> Parcel:
        """Closed again, the last time counts, whichever is told first."""
        return replace(self, packed_at=max(self.packed_at, at), warehouse=warehouse or self.warehouse)

    def complained(self, reasons: Iterable[str]) -> Parcel:
        return replace(self, reasons=sorted({*self.reasons, *(COMPLAINTS & set(reasons))}))


Place = tuple[str, str, str, str]
"""Carrier, service, lane, warehouse."""


@dataclass(frozen=True)
class Tally:
    """`COUNTS`, and how many took how long: `hours` from leaving to arriving, `waited` whole hours from payment to leaving, `picked` whole
    minutes from asking the warehouse to closing the parcel. A parcel of which one of the two is not known is in none."""

    counts: Mapping[str, int] = field(default_factory=dict)
    hours: Mapping[int, int] = field(default_factory=dict)
    waited: Mapping[int, int] = field(default_factory=dict)
    picked: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        sums = [Counter(one) + Counter(more) for one, more in zip(self.spans, other.spans, strict=True)]
        return Tally(Counter(self.counts) + Counter(other.counts), *sums)

    @property
    def spans(self) -> tuple[Mapping[int, int], Mapping[int, int], Mapping[int, int]]:
        return self.hours, self.waited, self.picked

    def count(self, name: str) -> int:
        return self.counts.get(name, 0)

    def share(self, name: str, of: str) -> int | None:
        """In basis points; None of nothing."""
        return self.count(name) * 10_000 // self.count(of) if self.count(of) else None


def percentile(span: Mapping[int, int], percent: int) -> int | None:
    """What some parcel took: so many in a hundred took no more (nearest rank)."""
    passed, whole = 0, sum(span.values())
    for took, many in sorted(span.items()):
        passed += many
        if passed * 100 >= whole * percent:
            return took
    return None


def tally_of(one: Parcel) -> Tally:
    arrived = bool(one.arrived_at)
    counts = {
        "ended": 1, "arrived": int(arrived), "failed": int(not arrived), "promised": int(arrived and one.on_time is not None),
        "on_time": int(arrived and one.on_time is True), "damaged": int(bool(DAMAGED & set(one.reasons))),
        "missing": int(bool(MISSING & set(one.reasons))), "complaints": int(bool(one.reasons)),
    }  # fmt: skip
    return Tally(
        {name: many for name, many in counts.items() if many}, _span(one.left_at, one.arrived_at, 3600, LONGEST_HOURS),
        _span(one.paid_at, one.left_at, 3600, LONGEST_HOURS), _span(one.asked_at, one.packed_at, 60, LONGEST_MINUTES),
    )  # fmt: skip


def _span(since: str, until: str, unit: int, longest: int) -> dict[int, int]:
    """Nothing where one of them did not happen, or they are the wrong way round."""
    if not since or not until or until < since:
        return {}
    return {min(int((times.parse(until) - times.parse(since)).total_seconds() // unit), longest): 1}


def tallies(parcels: Iterable[Parcel]) -> dict[Place, Tally]:
    """By carrier, service, lane and warehouse."""
    found = dict[Place, Tally]()
    for one in parcels:
        place = one.carrier, one.service, one.lane, one.warehouse
        found[place] = found.get(place, Tally()) + tally_of(one)
    return dict(sorted(found.items()))
