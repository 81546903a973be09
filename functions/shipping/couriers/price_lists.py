"""What the shop's carriers ask for a parcel, by the prices that staff set."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from functions.shared.plain.postal_address import Address
from functions.shipping.couriers.carriers import carriers
from functions.shipping.model.measures import Measures
from functions.shipping.model.offers import Quotes, quotes


def quote(address: Address, measures: Measures, currency: str, *, off: Collection[str] = ()) -> Quotes:
    """Who of the shop's carriers would take the parcel, by the prices that staff set; `off`: carriers that are switched off besides. One
    Query."""
    return quotes((replace(one, enabled=one.enabled and one.code not in off) for one in carriers().values()), address, measures, currency)
