"""Carriers as staff see them."""

from __future__ import annotations

from functions.shared.contact.areas import AreaShown
from functions.shipping.couriers.account import Account
from functions.shipping.couriers.carriers import account_of, tracker_of, writer_of
from functions.shipping.couriers.port import Ability
from functions.shipping.model.carrier import Carrier
from functions.shipping.registry.schemas import CarrierOut, services_shown


def carrier_view(carrier: Carrier) -> CarrierOut:
    name = account_of(carrier)
    return CarrierOut(
        code=carrier.code,
        name=carrier.name or {"en": carrier.code},
        enabled=carrier.enabled,
        adapter=carrier.adapter,
        tracker=carrier.tracker,
        company=carrier.company,
        credentials=name,
        credentials_set=bool(name) and Account(name).is_set(),
        subscribes=carrier.subscribes,
        services=services_shown(carrier),
        areas=[AreaShown.of(area) for area in carrier.areas],
        excluded=[AreaShown.of(area) for area in carrier.excluded],
        longest_address=carrier.longest_address,
        points=list(carrier.points),
        tracking_url=carrier.tracking_url,
        creates_waybills=writer_of(carrier).able(Ability.WAYBILL),
        sends_traces=tracker_of(carrier).able(Ability.WEBHOOK),
        version=carrier.version,
    )
