"""The plan of an order as it is kept: which pieces in which parcel, from where, by whom, and why. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from enum import StrEnum

from functions.orders.model.plans.allocation import Candidate, Part, Rule
from functions.orders.model.plans.dispatch import Dispatch
from functions.orders.model.plans.quoted import CourierAnswer
from functions.orders.model.shipment import Shipment
from functions.shared.plain.deferred import dataclass


class Waits(StrEnum):
    """Why pieces are in no parcel."""

    NO_PIECES = "no pieces on any shelf"
    NOT_SERVED = "no warehouse that has them sends to this address"
    PICKED_SHORT = "not found where they should lie"
    NO_ROOM = "as many parcels as an order takes"


@dataclass(frozen=True)
class PlannedParcel:
    """`warehouse_id` is empty for pieces that were taken from a shelf before there were plans."""

    shipment_id: str
    merchant_id: str
    warehouse_id: str
    parts: list[Part]
    dispatch: Dispatch


@dataclass(frozen=True)
class Waiting:
    line_id: str
    variant_id: str
    quantity: int
    reason: Waits


@dataclass(frozen=True)
class PassedOver:
    """A carrier that does not deliver where the order goes, whatever it costs; `code` and `detail` say why."""

    carrier: str
    code: str
    detail: str


@dataclass(frozen=True)
class MerchantPlan:
    """What was compared for the lines of one merchant. `exact`: all sets of warehouses were."""

    merchant_id: str
    reason: Rule
    ranking: list[Candidate] = field(default_factory=list)
    exact: bool = True


@dataclass(frozen=True)
class Plan:
    """`cause`: what it was made for, `done`: all its pieces are taken; one of many lines is carried out in several transactions.
    `quotes`: what couriers were asked for it, and said; `score_weight`: how much scores counted."""

    number: int
    made_at: str
    cause: str
    merchants: list[MerchantPlan]
    parcels: list[PlannedParcel]
    waiting: list[Waiting] = field(default_factory=list)
    done: bool = True
    quotes: list[CourierAnswer] = field(default_factory=list)
    score_weight: int = 0
    passed_over: list[PassedOver] = field(default_factory=list)

    @property
    def reason(self) -> Rule:
        """What decided; of several merchants' the first that needed more than counting parcels."""
        rules = [one.reason for one in self.merchants]
        return next((rule for rule in rules if rule is not Rule.PARCELS), rules[0] if rules else Rule.NOTHING)


def still_to_take(planned: PlannedParcel, parcel: Shipment | None) -> list[Part]:
    """What of a planned parcel is not in it yet; nothing more for one that was cancelled or has gone meanwhile."""
    if parcel is not None and (not parcel.counts or parcel.waybill or parcel.shipped_at):
        return []
    there = Counter({line.line_id: line.quantity for line in parcel.lines} if parcel else {})
    found = [Part(one.line_id, one.variant_id, one.quantity - there[one.line_id]) for one in planned.parts]
    return [one for one in found if one.quantity > 0]
