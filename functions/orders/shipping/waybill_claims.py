"""A waybill belongs to one order: its parcel is found by it. Several parcels of one order may travel under one waybill."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from functions.orders.model.shipment import Shipment
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_by_waybill
from functions.shared.plain.errors import Conflict
from functions.shared.plain.settings import table_name
from functions.shared.store.transactions import Update


class WaybillRecord(OrdersTable):
    """pk `CLAIMED#<carrier>#<waybill>`, sk `WAYBILL`: whose it is."""

    class Meta:
        table_name = table_name("orders")

    order_id = UnicodeAttribute()


class WaybillTaken(Conflict):
    code, title = "waybill_taken", "Another order has this waybill"


def waybill_claim(shipment: Shipment) -> Update:
    """For the transaction that gives the parcel its waybill; it raises WaybillTaken (409). Raises it at once for a waybill of a parcel
    that was written before there were claims."""
    taken = WaybillTaken(f"{shipment.waybill} is the waybill of a parcel of another order.", waybill=shipment.waybill)
    if any(order_id != shipment.order_id for order_id, _ in parcels_by_waybill(shipment.carrier, shipment.waybill)):
        raise taken
    record = WaybillRecord
    mine = record.pk.does_not_exist() | (record.order_id == shipment.order_id)
    pk = f"CLAIMED#{shipment.carrier}#{shipment.waybill.upper()}"
    return Update(record, pk, "WAYBILL", [record.order_id.set(shipment.order_id), record.kind.set("waybill")], mine, taken)
