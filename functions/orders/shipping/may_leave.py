"""What keeps pieces of an order from leaving: people have to look at it first; their money went back, does not cover them, or is disputed.
In spite of their money staff may ship; in spite of a review nobody does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from functions.orders.model.goods_value import value_of
from functions.orders.model.order_refund import RefundState
from functions.orders.model.shipment import MAX_PARCELS, Shipment
from functions.orders.model.states import PaymentStatus
from functions.orders.store.shipments import Parcels
from functions.orders.store.stock_moves import again_cause
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.transactions import Write
from functions.stock import StockLine, restock_writes, sell_writes

_DISPUTED = frozenset({PaymentStatus.DISPUTED, PaymentStatus.CHARGED_BACK})
_COVERED = frozenset({PaymentStatus.PAID, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.REFUNDED, PaymentStatus.AUTHORIZED})


@dataclass(frozen=True)
class Anyway:
    refunded: bool = False
    unpaid: bool = False
    disputed: bool = False


NOTHING = Anyway()


class HeldBack(Conflict):
    """The order may not leave now: for its money, in spite of which staff can say that it should, or because it is on hold."""


def check_room(parcels: Parcels) -> None:
    if len(parcels.shipments) >= MAX_PARCELS:
        raise Conflict(f"An order goes out in at most {MAX_PARCELS} parcels.", code="too_many_parcels", most=MAX_PARCELS)


def check_hold(parcels: Parcels) -> None:
    """Raises HeldBack (409 `order_on_hold`; `amendment_unpaid` while an amendment waits for its money)."""
    if parcels.review:
        raise HeldBack("The order is on hold: release it first.", code="order_on_hold", held_at=parcels.review.held_at)
    if parcels.amendment:
        raise HeldBack("The order was amended, and that is not paid yet.", code="amendment_unpaid", expires_at=parcels.amendment.expires_at)


def check_money(parcels: Parcels, anyway: Anyway) -> None:
    """Whether all parcels of the order, prepared or gone, may be on their way. Raises HeldBack (409 `order_disputed`, `order_unpaid`)."""
    status, money = PaymentStatus(parcels.record.payment_status), parcels.money
    if status in _DISPUTED and not anyway.disputed:
        raise HeldBack("The payer's bank takes the money back: send `ship_disputed` to ship anyway.", code="order_disputed")
    if status in (_COVERED | _DISPUTED) or anyway.unpaid:
        return
    value = value_of(parcels.order, parcels.shipments, prepared=True)
    if value > money.covered:
        raise HeldBack(
            "What was paid or promised does not cover it: send `ship_unpaid` to ship anyway.",
            code="order_unpaid",
            covered=money.covered,
            wanted=value,
        )


def beyond(parcels: Parcels, quantities: Mapping[str, int], *, allowed: bool) -> dict[str, int]:
    """Per line, how many of the pieces were paid back. Raises Conflict (409 `quantity_exceeds_ordered`, `pieces_refunded`,
    `awaiting_stock`)."""
    if too_early := sorted(parcels.awaiting_stock.intersection(quantities)):
        raise HeldBack("They were sold ahead, and their stock has not arrived.", code="awaiting_stock", line_ids=too_early)
    left, back = parcels.remaining(), _sendable_again(parcels)
    more = {line_id: quantity - left[line_id] for line_id, quantity in quantities.items() if quantity > left[line_id]}
    if too_many := [line_id for line_id, quantity in more.items() if quantity > back[line_id]]:
        raise Conflict("More than was ordered and is not shipped yet.", code="quantity_exceeds_ordered", line_ids=too_many)
    if more and not allowed:
        raise Conflict("Their money went back: send `ship_refunded` to ship them anyway.", code="pieces_refunded", line_ids=sorted(more))
    return more


def with_paid_back(parcels: Parcels, shipment: Shipment, paid_back: Mapping[str, int]) -> Shipment:
    """The parcel that knows which of its pieces were paid back, and which of those were on sale again."""
    if not paid_back:
        return shipment
    shelved = _on_sale(parcels)
    return replace(
        shipment,
        lines=[
            replace(
                line,
                paid_back=paid_back.get(line.line_id, 0),
                taken_again=min(paid_back.get(line.line_id, 0), shelved[line.line_id]),
            )
            for line in shipment.lines
        ],
    )


def taken_again(shipment: Shipment, actor: Actor) -> list[Write]:
    """What takes pieces that were on sale again out of the stock. The transaction raises OutOfStock when they are sold."""
    lines = [StockLine(line.variant_id, line.taken_again) for line in shipment.lines if line.taken_again]
    if not lines:
        return []
    return sell_writes(lines, cause=again_cause(shipment), reason="shipped_though_refunded", actor=actor)


def back_on_sale(shipment: Shipment, actor: Actor) -> list[Write]:
    """What gives back pieces that `taken_again` took, when the parcel is not sent: their money went back, so they are nobody's."""
    lines = [StockLine(line.variant_id, line.taken_again) for line in shipment.lines if line.taken_again]
    cause = f"{shipment.order_id}#{shipment.id}#void{shipment.booking}"
    return restock_writes(lines, cause=cause, reason="parcel_cancelled", actor=actor) if lines else []


def _sendable_again(parcels: Parcels) -> Counter[str]:
    """Pieces that were paid back before they left, less those that were sent in spite of it. Money that is still on its way back is waited
    for: only then is it known whether they are on sale again."""
    pieces: Counter[str] = Counter()
    for refund in parcels.holding.refunds:
        if refund.state in (RefundState.SUCCEEDED, RefundState.RETURNED):
            pieces.update(refund.withdrawn)
    for shipment in parcels.shipments:
        if shipment.counts:
            pieces.subtract({line.line_id: line.paid_back for line in shipment.lines})
    return pieces


def _on_sale(parcels: Parcels) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for refund in parcels.holding.refunds:
        if refund.restock and refund.state in (RefundState.SUCCEEDED, RefundState.RETURNED):
            pieces.update(refund.withdrawn)
    for shipment in parcels.shipments:
        if shipment.counts:
            pieces.subtract({line.line_id: line.taken_again for line in shipment.lines})
    return pieces
