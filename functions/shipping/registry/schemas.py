"""Carriers as staff set and read them."""

from __future__ import annotations

from functions.shared.http.validation import Schema
from functions.shipping.couriers.carriers import tracker_of, writer_of
from functions.shipping.couriers.port import Ability
from functions.shipping.model.carrier import Carrier


class CarrierOut(Schema):
    code: str
    name: dict[str, str]
    enabled: bool
    creates_waybills: bool
    sends_traces: bool


class Carriers(Schema):
    data: list[CarrierOut]
    next_cursor: str | None = None


def carrier_view(carrier: Carrier) -> CarrierOut:
    return CarrierOut(
        code=carrier.code,
        name=carrier.name,
        enabled=carrier.enabled,
        creates_waybills=writer_of(carrier).able(Ability.WAYBILL),
        sends_traces=tracker_of(carrier).able(Ability.WEBHOOK),
    )
