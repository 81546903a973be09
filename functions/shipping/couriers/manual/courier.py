"""Nobody to ask."""

from __future__ import annotations

from functions.shipping.couriers.port import Courier
from functions.shipping.model.carrier import ANY_POINT, Carrier, Service

MANUAL = "manual"
_STANDARD = Service("standard", {"zh": "标准", "en": "Standard"})


class ManualCourier(Courier):
    code = MANUAL
    carriers = (Carrier(MANUAL, {"zh": "手工发货", "en": "Manual"}, MANUAL, services=(_STANDARD,), points=(ANY_POINT,)),)
