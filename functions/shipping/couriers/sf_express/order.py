"""A parcel as SF wants it: kilograms, centimetres, and both sides with all of their address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.shared.plain.money import Money, to_decimal
from functions.shared.plain.pickup_point import PickupPoint
from functions.shared.plain.postal_address import Address
from functions.shipping.couriers.asking import refused
from functions.shipping.couriers.port import WaybillRequest
from functions.shipping.couriers.sf_express.statuses import EXPRESS_TYPES

_SENDS, _RECEIVES = 1, 2
_SENDER_PAYS = 1


def order_of(request: WaybillRequest, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Conflict where nobody knows who sends, or SF has no such service."""
    sender = _contact(request.sender) if request.sender else dict(entry.get("sender") or {})
    if not sender:
        raise refused("a sender is missing: the account's entry has none")
    content: dict[str, Any] = {
        "language": "zh-CN",
        "orderId": request.key,
        "cargoDetails": [_cargo(one, request.currency) for one in request.contents] or [{"name": "商品", "count": 1}],
        "contactInfoList": [
            sender | {"contactType": _SENDS},
            _contact(request.receiver) | _at(request.point) | {"contactType": _RECEIVES},
        ],
        "expressTypeId": _express_type(request.service),
        "payMethod": _SENDER_PAYS,
        "parcelQty": 1,
        "isReturnRoutelabel": 1,
        "remark": request.order_number,
    }
    if entry.get("monthly_card"):
        content["monthlyCard"] = entry["monthly_card"]
    if request.measures.weight_g:
        content["totalWeight"] = round(request.measures.weight_g / 1000, 3)
    if request.measures.sized:
        measures = request.measures
        sides = {"totalLength": measures.length_mm, "totalWidth": measures.width_mm, "totalHeight": measures.height_mm}
        content |= {name: round(side / 10, 1) for name, side in sides.items()}
    return content


def _cargo(one: Any, currency: str) -> dict[str, Any]:
    cargo = {"name": one.title[:128] or one.sku, "count": one.quantity}
    return cargo | ({"amount": float(to_decimal(Money(one.value, currency))), "currency": currency} if currency and one.value else {})


def _contact(address: Address) -> dict[str, Any]:
    return {
        "contact": address.name,
        "mobile": address.phone,
        "country": address.country_code or address.country,
        "province": address.province,
        "city": address.city,
        "county": address.district,
        "address": address.street,
        "postCode": address.postal_code,
    }


def _at(point: PickupPoint | None) -> dict[str, str]:
    """Who holds the parcel for its receiver stands where a company does."""
    return {"company": point.title} if point else {}


def _express_type(service: str) -> int:
    if service in EXPRESS_TYPES:
        return EXPRESS_TYPES[service]
    if service.isascii() and service.isdigit():
        return int(service)
    if not service:
        return EXPRESS_TYPES["standard"]
    raise refused(f"it has no service {service}")
