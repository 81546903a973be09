"""Labels of parcels: the courier's own where it draws one, else ours."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from functions.orders import OrderParcels, Shipment, is_stopping, order_of_parcel, order_parcels
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid, NotFound, ShopError
from functions.shipping.couriers.carriers import writer_of
from functions.shipping.couriers.port import Ability, WaybillRef
from functions.shipping.couriers.port import Label as CourierLabel
from functions.shipping.documents.drawing import drawn_labels, label_fits, of_courier, put_together
from functions.shipping.documents.shop_facts import ShopFacts, day_of, party, shop_facts
from functions.shipping.model.papers import Label

_CALLS_AT_ONCE = 8


@dataclass(frozen=True)
class _Wanted:
    """A parcel that has a label, and ours of it."""

    order: OrderParcels
    shipment: Shipment
    label: Label


def one_label(order_id: str, shipment_id: str) -> bytes:
    """The label of a parcel. Raises NotFound; Conflict (409 `parcel_cancelled`, `parcel_cancelling`, `waybill_missing`); Invalid (422
    `address_too_long`); Unavailable when the courier that draws it does not answer."""
    order = order_parcels(order_id)
    facts = shop_facts()
    wanted = _wanted(order, shipment_id, facts)
    return _own(wanted, facts) or drawn_labels([wanted.label])


def many_labels(shipment_ids: list[str]) -> bytes:
    """All labels in one file, in this order. Raises Invalid (422 `not_printable`), which names each parcel that has none and why; nothing
    is made then."""
    facts, orders = shop_facts(), _Orders()
    faults: list[Fault] = []
    wanted: list[_Wanted] = []
    for n, shipment_id in enumerate(shipment_ids):
        try:
            wanted.append(_wanted(orders.of_parcel(shipment_id), shipment_id, facts))
        except ShopError as error:
            faults.append(_fault(n, shipment_id, error))
    _refuse(faults)
    with ThreadPoolExecutor(_CALLS_AT_ONCE) as pool:
        asked = list(pool.map(lambda one: _asked(one, facts), wanted))
    _refuse([_fault(n, shipment_ids[n], error) for n, error in enumerate(asked) if isinstance(error, ShopError)])
    return put_together(_in_runs(wanted, [one for one in asked if not isinstance(one, ShopError)]))


def _fault(n: int, shipment_id: str, error: ShopError) -> Fault:
    return Fault(f"/shipment_ids/{n}", error.code, f"{shipment_id}: {error.detail}")


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Invalid("Some of these parcels have no label.", code="not_printable", faults=faults)


def _in_runs(wanted: list[_Wanted], own: list[bytes | None]) -> list[bytes]:
    """Files in the order of the parcels; ours that follow each other are one, so that they share what is embedded of the font."""
    files: list[bytes] = []
    run: list[Label] = []
    for one, content in zip(wanted, own, strict=True):
        if content is None:
            run.append(one.label)
            continue
        files += [drawn_labels(run), content] if run else [content]
        run = []
    return [*files, drawn_labels(run)] if run else files


def _wanted(order: OrderParcels, shipment_id: str, facts: ShopFacts) -> _Wanted:
    shipment = order.find(shipment_id)
    if shipment is None:
        raise NotFound("There is no such shipment.")
    if not shipment.counts:
        raise Conflict("This parcel is cancelled.", code="parcel_cancelled")
    if is_stopping(shipment):
        raise Conflict("This parcel is being cancelled.", code="parcel_cancelling")
    if not shipment.waybill:
        raise Conflict("This parcel has no waybill yet.", code="waybill_missing")
    label = _label(order, shipment, facts)
    if not label_fits(label):
        raise Invalid.field("/shipment_id", "address_too_long", "Name and address of the receiver do not fit on a label of 100 × 150 mm.")
    return _Wanted(order, shipment, label)


def _label(order: OrderParcels, shipment: Shipment, facts: ShopFacts) -> Label:
    language, parcels = order.order.language, order.live
    return Label(
        shipment_id=shipment.id,
        order_number=order.order.number,
        carrier=facts.carrier_name(shipment.carrier, language),
        service=facts.service_name(shipment.carrier, shipment.service, language),
        waybill=shipment.waybill,
        receiver=party(order.order.destination),
        point=order.order.point.title if order.order.point else "",
        sender=facts.sender(shipment.warehouse_id),
        part=1 + [one.id for one in parcels].index(shipment.id),
        of=len(parcels),
        pieces=sum(line.quantity for line in shipment.lines),
        weight_g=shipment.weight_g,
        day=day_of(shipment.created_at),
    )


def _asked(one: _Wanted, facts: ShopFacts) -> bytes | ShopError | None:
    try:
        return _own(one, facts)
    except ShopError as error:
        return error


def _own(one: _Wanted, facts: ShopFacts) -> bytes | None:
    """What the courier draws, as PDF; None where it draws none, or does not know a waybill that people wrote. Raises Unavailable."""
    carrier = facts.carriers.get(one.shipment.carrier)
    courier = writer_of(carrier) if carrier else None
    if carrier is None or courier is None or not courier.able(Ability.LABEL):
        return None
    shipment = one.shipment
    try:
        drawn: CourierLabel = courier.label(
            WaybillRef(shipment.waybill, shipment.key, shipment.id, carrier.company, one.order.order.address.phone)
        )
    except Conflict:
        return None
    return of_courier(drawn.content, drawn.content_type)


class _Orders:
    """Each order is read once, however many of its parcels are asked for."""

    def __init__(self) -> None:
        self._read: dict[str, OrderParcels] = {}

    def of_parcel(self, shipment_id: str) -> OrderParcels:
        order_id = order_of_parcel(shipment_id)
        if order_id is None:
            raise NotFound("There is no such shipment.")
        if order_id not in self._read:
            self._read[order_id] = order_parcels(order_id)
        return self._read[order_id]
