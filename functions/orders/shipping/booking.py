"""What a courier is asked for a parcel, and whether its carrier takes it at all."""

from __future__ import annotations

from dataclasses import replace

from functions.orders.model.shipment import Freight, Shipment
from functions.orders.store.rules_store import shop_rules
from functions.orders.store.shipments import Parcels
from functions.shared.plain.errors import Conflict, Invalid, ShopError
from functions.shared.plain.settings import settings
from functions.shared.plain.sides import counted
from functions.shipping import Carrier, Content, Measures, Refusal, WaybillRef, WaybillRequest, carrier, offers_of, refusal

_AT_WEIGHT = {"weight_missing": "/weight_g", "too_heavy": "/weight_g", "unknown_service": "/service"}


def carrier_now(code: str) -> Carrier:
    """As it is this moment; one that settings of checkout had switched off before there were switches stays off until it is set. Raises
    Invalid (422 `unknown_carrier`)."""
    found = carrier(code)
    off = not found.version and code in shop_rules().shipping.carriers_off
    return replace(found, enabled=False) if off else found


def check_taken(parcels: Parcels, shipment: Shipment) -> Carrier:
    """The carrier, if it takes the parcel. Raises Conflict (409 `carrier_disabled`), Invalid (422 `area_not_served`, `address_too_long`,
    `po_box_not_taken`, `point_not_served`, `weight_missing`, `too_heavy`, `unknown_service`, and as `check_fits_point` does)."""
    found = carrier_now(shipment.carrier)
    refused = _refusal(parcels, shipment, found)
    if refused is not None:
        raise _error(refused)
    check_fits_point(parcels, shipment)
    return found


def check_takes(parcels: Parcels, shipment: Shipment) -> None:
    """The same of a parcel whose waybill people wrote, whether the carrier is on or off: what has left is written down."""
    found = replace(carrier(shipment.carrier), enabled=True)
    refused = _refusal(parcels, shipment, found)
    if refused is not None:
        raise _error(refused)


def _refusal(parcels: Parcels, shipment: Shipment, found: Carrier) -> Refusal | None:
    order = parcels.order
    return refusal(found, _service(found, shipment), order.destination, measures_of(parcels, shipment), points_of=order.points_of)


def check_fits_point(parcels: Parcels, shipment: Shipment) -> None:
    """Raises Invalid (422 `too_heavy_for_point`, `too_large_for_point`)."""
    point = parcels.order.point
    sides = {line.line_id: line.sides_mm for line in parcels.order.lines}
    pieces = ((sides.get(line.line_id, ()), line.quantity) for line in shipment.lines)
    if point is not None and (misfit := point.misfit(measures_of(parcels, shipment).weight_g, pieces)):
        raise Invalid.field("/weight_g", misfit.value, f"{point.title} does not take this parcel: send it in several, or elsewhere.")


def _error(refused: Refusal) -> ShopError:
    if refused.code == "carrier_disabled":
        return Conflict(refused.detail, code="carrier_disabled")
    return Invalid.field(_AT_WEIGHT.get(refused.code, "/carrier"), refused.code, refused.detail)


def measures_of(parcels: Parcels, shipment: Shipment) -> Measures:
    """Its weight as packed, else what its goods weigh, where that is known of all of them; the room that they take up, as far as it is
    known; and the sides of a box that holds them, where those of all are."""
    lines = {line.line_id: line for line in parcels.order.lines}
    each = [(lines[line.line_id], line.quantity) for line in shipment.lines if line.line_id in lines]
    known = len(each) == len(shipment.lines) and all(line.weight_g for line, _ in each)
    weight = sum(line.weight_g * quantity for line, quantity in each) if known else 0
    return Measures.of_goods(shipment.weight_g or weight, counted((line.sides_mm, quantity) for line, quantity in each))


def waybill_request(parcels: Parcels, shipment: Shipment, found: Carrier) -> WaybillRequest:
    order = parcels.order
    lines = {line.line_id: line for line in order.lines}
    contents = [
        Content(line.sku, _title(lines[line.line_id].title, order.language), line.quantity, lines[line.line_id].unit_price)
        for line in shipment.lines
    ]
    return WaybillRequest(
        key=shipment.key,
        shipment_id=shipment.id,
        order_number=order.number,
        receiver=order.destination,
        point=order.point,
        service=_service(found, shipment),
        company=found.company,
        measures=measures_of(parcels, shipment),
        currency=order.currency,
        contents=contents,
        notify_url=notify_url(found.adapter),
    )


def waybill_ref(parcels: Parcels, shipment: Shipment, company: str) -> WaybillRef:
    return WaybillRef(shipment.waybill, shipment.key, shipment.id, company, parcels.order.address.phone)


def quoted(parcels: Parcels, shipment: Shipment, found: Carrier) -> Freight | None:
    """What its courier said when it was planned, else what the shop's own prices say; None for a carrier without the service."""
    said = _said(parcels, shipment)
    measures, wanted = measures_of(parcels, shipment), _service(found, shipment)
    for offer in offers_of(found, parcels.order.destination, measures, parcels.order.currency, points_of=parcels.order.points_of):
        if wanted in ("", offer.service):
            amount = offer.amount if said is None else said
            return Freight(offer.billed_weight_g, amount, offer.currency if amount is not None else "")
    return None if said is None else Freight(measures.weight_g, said, parcels.order.currency)


def _said(parcels: Parcels, shipment: Shipment) -> int | None:
    """The price that its courier named for the parcel as it was planned; it may have become another one since."""
    for plan in reversed(parcels.plans):
        for one in plan.parcels:
            if one.shipment_id == shipment.id and (one.dispatch.carrier, one.dispatch.service) == (shipment.carrier, shipment.service):
                same = {part.line_id: part.quantity for part in one.parts} == {line.line_id: line.quantity for line in shipment.lines}
                asked = one.dispatch.ranking and one.dispatch.ranking[0].offer.source == "courier"
                return one.dispatch.cost if same and asked and not shipment.weight_g else None
    return None


def notify_url(courier: str) -> str:
    return f"{settings().public_base_url}/v1/webhooks/couriers/{courier}"


def _service(carrier: Carrier, shipment: Shipment) -> str:
    """What the parcel was planned with. What checkout calls a service is not always one of the carrier's; then any of its will do."""
    return shipment.service if shipment.service and (carrier.service(shipment.service) or carrier.services) else ""


def _title(title: dict[str, str], language: str) -> str:
    return title.get(language) or next(iter(title.values()), "")
