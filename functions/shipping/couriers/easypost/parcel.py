"""A parcel as EasyPost wants it: ounces, inches, and what customs ask where it leaves the country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.shared.plain.money import Money, to_decimal
from functions.shared.plain.postal_address import Address
from functions.shipping.couriers.asking import refused
from functions.shipping.couriers.easypost.messages import GRAMS_IN_AN_OUNCE
from functions.shipping.couriers.port import Content, Measures, WaybillRequest

_MM_IN_AN_INCH = 25.4


def shipment_of(request: WaybillRequest, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Conflict where nobody knows who sends, or what the parcel weighs."""
    sender, receiver = sender_of(request.sender, entry), address_of(request.receiver)
    if request.point:
        receiver |= {"company": request.point.title}
    content: dict[str, Any] = {
        "reference": request.key,
        "to_address": receiver,
        "from_address": sender,
        "parcel": parcel_of(request.measures),
        "options": {"print_custom_1": request.order_number},
    }
    if receiver["country"] != sender["country"] and request.contents:
        items = [_item(one, str(sender["country"]), request) for one in request.contents]
        content["customs_info"] = {"contents_type": "merchandise", "customs_certify": True, "customs_items": items}
    return content


def sender_of(sender: Address | None, entry: Mapping[str, Any]) -> dict[str, Any]:
    found = address_of(sender) if sender else dict(entry.get("sender") or {})
    if not found.get("country"):
        raise refused("a sender is missing: the account's entry has none")
    return found


def parcel_of(measures: Measures) -> dict[str, float]:
    if not measures.weight_g:
        raise refused("it wants the parcel's weight")
    parcel = {"weight": round(measures.weight_g / GRAMS_IN_AN_OUNCE, 1) or 0.1}
    if measures.sized:
        sides = {"length": measures.length_mm, "width": measures.width_mm, "height": measures.height_mm}
        parcel |= {name: round(side / _MM_IN_AN_INCH, 1) for name, side in sides.items()}
    return parcel


def address_of(address: Address) -> dict[str, Any]:
    return {
        "name": address.name,
        "phone": address.phone,
        "street1": address.street,
        "street2": address.district,
        "city": address.city,
        "state": address.subdivision.rpartition("-")[2] or address.province,
        "zip": address.postal_code,
        "country": address.country_code or address.country,
    }


def _item(one: Content, origin: str, request: WaybillRequest) -> dict[str, Any]:
    value = float(to_decimal(Money(one.value * one.quantity, request.currency))) if request.currency else 0
    total = sum(each.quantity for each in request.contents)
    grams = one.weight_g * one.quantity or request.measures.weight_g * one.quantity / total
    item = {"description": one.title[:100] or one.sku, "quantity": one.quantity, "value": value, "origin_country": origin}
    return item | {"weight": round(grams / GRAMS_IN_AN_OUNCE, 1) or 0.1, "currency": request.currency, "code": one.sku}
