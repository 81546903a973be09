"""Face: an order with its parcels, for whoever prints papers of them or packs them."""

from __future__ import annotations

from functions.orders.model.order import Order
from functions.orders.model.shipment import Shipment, Void
from functions.orders.store.shipments import parcels_of
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OrderParcels:
    """`shipments` oldest first, cancelled ones too; `waiting`: pieces by line id that are to be sent and in no parcel;
    `on_hold`: none of them may leave now."""

    order: Order
    shipments: list[Shipment]
    waiting: dict[str, int]
    on_hold: bool = False

    def find(self, shipment_id: str) -> Shipment | None:
        return next((one for one in self.shipments if one.id == shipment_id), None)

    @property
    def live(self) -> list[Shipment]:
        """Without those that are cancelled, or about to be."""
        return [one for one in self.shipments if one.counts and not is_stopping(one)]


def is_stopping(shipment: Shipment) -> bool:
    """Its courier is asked not to send it, and has not answered yet."""
    return shipment.counts and shipment.void is Void.ASKED


def order_parcels(order_id: str) -> OrderParcels:
    """One Query. Raises NotFound."""
    found = parcels_of(order_id)
    waiting = {line_id: pieces for line_id, pieces in found.remaining().items() if pieces}
    return OrderParcels(found.order, found.shipments, waiting, on_hold=found.review is not None)
