"""The carriers of the shop: which there are, and the adapter of those that have an API."""

from __future__ import annotations

from dataclasses import dataclass

from functions.orders.shipping.couriers.port import Courier
from functions.orders.shipping.couriers.sandbox import SandboxCourier
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Carrier:
    """`courier` is None where people write the waybills and report the trace: own drivers, or a carrier we have no adapter for."""

    code: str
    name: dict[str, str]
    courier: Courier | None


MANUAL = Carrier("manual", {"zh": "手工发货", "en": "Manual"}, None)
_SANDBOX = Carrier("sandbox", {"zh": "模拟物流", "en": "Sandbox courier"}, SandboxCourier())


def carriers() -> dict[str, Carrier]:
    """By code. The simulated courier exists on the local stage only."""
    known = [_SANDBOX, MANUAL] if settings().is_local else [MANUAL]
    return {carrier.code: carrier for carrier in known}


def carrier(code: str) -> Carrier:
    """Raises Invalid (422 `unknown_carrier`)."""
    found = carriers().get(code)
    if found is None:
        raise Invalid.field("/carrier", "unknown_carrier", f"Carriers of this shop: {', '.join(sorted(carriers()))}.")
    return found


def carrier_for_delivery(code: str) -> Carrier:
    """The carrier that takes an order's parcels: the chosen one, else whichever of ours writes waybills by itself, else people."""
    known = carriers()
    automatic = next((c for c in known.values() if c.courier), MANUAL)
    return known.get(code, automatic)
