"""Pick lists for who packs, delivery notes for who unpacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from functions.orders import Order, OrderLine, OrderParcels, Shipment, order_parcels
from functions.shared.plain.errors import Conflict, Fault, Invalid, NotFound, ShopError
from functions.shipping.documents.shop_facts import ShopFacts, day_of, line_title, lines_by_id, party, shop_facts
from functions.shipping.model.papers import DeliveryNote, NoteLine, NoteParcel, Party, Pick, PickList, PickParcel, walked

T = TypeVar("T")


def pick_list(order_id: str, language: str, shipment_id: str | None = None) -> PickList:
    """`language`: that of who reads it. Raises NotFound, Conflict (409 `nothing_to_send`)."""
    return _pick_list(order_parcels(order_id), shop_facts(), language, shipment_id)


def delivery_note(order_id: str, shipment_id: str | None = None) -> DeliveryNote:
    """In the order's language. Raises NotFound, Conflict (409 `nothing_to_send`)."""
    return _delivery_note(order_parcels(order_id), shop_facts(), shipment_id)


def many_pick_lists(order_ids: list[str], language: str) -> list[PickList]:
    """Raises Invalid (422 `not_printable`), which names each order that has none."""
    facts = shop_facts()
    return _each(order_ids, lambda order: _pick_list(order, facts, language, None))


def many_delivery_notes(order_ids: list[str]) -> list[DeliveryNote]:
    """Raises Invalid (422 `not_printable`), which names each order that has none."""
    facts = shop_facts()
    return _each(order_ids, lambda order: _delivery_note(order, facts, None))


def _each(order_ids: list[str], made: Callable[[OrderParcels], T]) -> list[T]:
    papers: list[T] = []
    faults: list[Fault] = []
    for n, order_id in enumerate(order_ids):
        try:
            papers.append(made(order_parcels(order_id)))
        except ShopError as error:
            faults.append(Fault(f"/order_ids/{n}", error.code, f"{order_id}: {error.detail}"))
    if faults:
        raise Invalid("Of some of these orders nothing can be printed.", code="not_printable", faults=faults)
    return papers


def _pick_list(order: OrderParcels, facts: ShopFacts, language: str, shipment_id: str | None) -> PickList:
    lines = lines_by_id(order.order)
    parcels = [_pick_parcel(one, lines, facts, language) for one in _parcels(order, shipment_id)]
    waiting = () if shipment_id else tuple(_waiting(order, lambda line, n: Pick(line.sku, line_title(line, language), n)))
    if waiting:
        parcels.append(PickParcel("", "", "", "", waiting))
    return PickList(order.order.number, day_of(order.order.placed_at), language, walked(_something(parcels)))


def _pick_parcel(shipment: Shipment, lines: Mapping[str, OrderLine], facts: ShopFacts, language: str) -> PickParcel:
    picks: list[Pick] = []
    for line in shipment.lines:
        title = line_title(lines[line.line_id], language)
        left = line.quantity
        for place, pieces in line.shelf.items():
            some = min(left, pieces)
            if place and some:
                picks.append(Pick(line.sku, title, some, place))
                left -= some
        if left:
            picks.append(Pick(line.sku, title, left))
    name = facts.carrier_name(shipment.carrier, language)
    return PickParcel(shipment.id, facts.warehouse_name(shipment.warehouse_id, language), name, shipment.waybill, tuple(picks))


def _delivery_note(order: OrderParcels, facts: ShopFacts, shipment_id: str | None) -> DeliveryNote:
    language, lines = order.order.language, lines_by_id(order.order)
    parcels = _parcels(order, shipment_id)
    to_come = () if shipment_id else tuple(_waiting(order, lambda line, n: NoteLine(line.sku, line_title(line, language), n)))
    _something([*parcels, *to_come])
    senders = (facts.sender(one.warehouse_id) for one in parcels)
    return DeliveryNote(
        order.order.number,
        day_of(order.order.placed_at),
        language,
        _receiver(order.order),
        next((one for one in senders if one), None),
        tuple(_note_parcel(one, lines, facts, language) for one in parcels),
        to_come,
    )


def _receiver(order: Order) -> Party:
    """At their pick-up point, if they chose one."""
    to = party(order.destination)
    return replace(to, street=f"{order.point.title} {to.street}") if order.point else to


def _note_parcel(shipment: Shipment, lines: Mapping[str, OrderLine], facts: ShopFacts, language: str) -> NoteParcel:
    said = tuple(NoteLine(one.sku, line_title(lines[one.line_id], language), one.quantity) for one in shipment.lines)
    return NoteParcel(facts.carrier_name(shipment.carrier, language), shipment.waybill, said)


def _parcels(order: OrderParcels, shipment_id: str | None) -> list[Shipment]:
    if shipment_id and order.find(shipment_id) is None:
        raise NotFound("There is no such shipment.")
    return [one for one in order.live if shipment_id in (None, one.id)]


def _waiting(order: OrderParcels, made: Callable[[OrderLine, int], T]) -> Iterable[T]:
    return (made(line, order.waiting[line.line_id]) for line in order.order.lines if order.waiting.get(line.line_id))


def _something(parts: list[T]) -> list[T]:
    if not parts:
        raise Conflict("Nothing of this order is to be sent.", code="nothing_to_send")
    return parts
