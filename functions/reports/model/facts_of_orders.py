"""Facts of what becomes of orders. Pure: of an event and of what was known of the order, the fact and what is known then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.reports.model.account import WHOLE, Account, Taken, Taker, Way
from functions.reports.model.facts import Dims, Fact, FactKind, Piece, case_of, code_of, why_refunded
from functions.shared.events.contracts.orders import Line, OrderRefunded, OrderSummary
from functions.shared.plain.bodies import dump, load

Told = tuple[str, str]
"""The event's id, and when it happened."""
_OF_LINE = {"units": "quantity", "discount": "discount", "tax": "tax", "tax_included": "tax_included", "revenue": "total"}


def opened(known: Account, order: OrderSummary, zone: str) -> Account:
    """From the first that is told of an order itself; what came before it keeps the day it was booked on. An amendment may change what
    its coupons took, and not by which it is counted."""
    if known.zone:
        return known
    coupons = {use.coupon_id: use.amount for use in order.coupons}
    campaigns = {use.campaign_id: use.amount for use in order.campaigns}
    dims = Dims(order.channel, order.country, "", coupons, campaigns)
    return replace(known, zone=order.timezone or zone, dims=dims)


def sale(told: Told, order: OrderSummary, payment_id: str, known: Account) -> Fact:
    return _fact(told, FactKind.SALE, order, known, _sold(order, known.costs, orders=1), payment_id=payment_id)


def amendment(told: Told, before: OrderSummary, after: OrderSummary, known: Account) -> Fact:
    """What it made more, or less, of a sale. Only a line that was sold has a cost."""
    was, now = _sold(before, known.costs), _sold(after, known.costs)
    gone = [replace(piece, sums={name: -amount for name, amount in piece.sums.items()}) for piece in was]
    return _fact(told, FactKind.AMENDMENT, after, known, [*now, *gone])


def cancellation(told: Told, order: OrderSummary, reason: str, known: Account) -> tuple[Fact, Account]:
    """Takes what refunds have left."""
    pieces = [_piece(line, {"cancelled": line.total}) for line in order.lines]
    whole = Piece({"cancelled": order.total - sum(line.total for line in order.lines)})
    pieces = _with_order([*pieces, whole], order, "cancelled_orders")
    fact = _fact(told, FactKind.CANCELLATION, order, known, pieces, reason=code_of(reason))
    return fact, known.with_taker(told[0], Taker(told[1], Way.CANCELLATION, _all_of(order)))


def refund(told: Told, one: OrderRefunded, known: Account) -> tuple[Fact, Account]:
    """By the lines as they were sold. What an amendment took already (`amends`) is only money."""
    lines = {line.line_id: line for line in one.order.lines}
    amounts: dict[str, int] = {}
    for part in one.lines:
        amounts[part.line_id] = amounts.get(part.line_id, 0) + part.amount
    pieces = []
    for line_id, amount in amounts.items():
        sums = {"refunds": amount}
        pieces.append(_piece(lines[line_id], sums) if line_id in lines else Piece(sums, line_id))
    pieces.append(Piece({"refunds": one.amount - sum(part.amount for part in one.lines)}))
    fact = _fact(told, FactKind.REFUND, one.order, known, pieces, reason=why_refunded(one.reason))
    claims = {} if one.amends else _of_refund(one)
    case_id, of_exchanged = case_of(one.reason) if one.case_id is None else (one.case_id, one.exchanged)
    way = Way.EXCHANGED_REFUND if of_exchanged else Way.REFUND
    known = known.with_taker(told[0], Taker(told[1], way, claims, one.refund_id, case_id))
    return fact, replace(known, refunds={**known.refunds, one.refund_id: dump(fact)})


def refund_undone(told: Told, refund_id: str, reason: str, known: Account) -> tuple[Fact, Account] | None:
    """None while the refund is not known."""
    if refund_id not in known.refunds:
        return None
    gone = load(Fact, known.refunds[refund_id])
    pieces = [replace(piece, sums={name: -amount for name, amount in piece.sums.items()}) for piece in gone.pieces]
    fact = replace(
        gone, event_id=told[0], at=told[1], kind=FactKind.REFUND_UNDONE, pieces=pieces, reason=code_of(reason), day="", late_of=""
    )
    return fact, known.with_taker(told[0], Taker(told[1], Way.UNDONE, {}, refund_id))


def exchange(told: Told, order: OrderSummary, case_id: str, came: Mapping[str, int], known: Account) -> tuple[Fact, Account]:
    """`came`: pieces by line. They are sold no more; what they brought stays this order's."""
    lines = [line for line in order.lines if came.get(line.line_id)]
    claims = {line.line_id: Taken(units=came[line.line_id]) for line in lines}
    fact = _fact(told, FactKind.EXCHANGE, order, known, [_piece(line, {}) for line in lines])
    return fact, known.with_taker(told[0], Taker(told[1], Way.EXCHANGE, claims, case_id=case_id))


def _fact(
    told: Told, kind: FactKind, order: OrderSummary, known: Account, pieces: list[Piece], *, payment_id: str = "", reason: str = ""
) -> Fact:
    pieces = [replace(piece, sums={name: amount for name, amount in piece.sums.items() if amount}) for piece in pieces]
    return Fact(told[0], kind, told[1], order.order_id, order.currency, known.zone, pieces, payment_id=payment_id, reason=reason)


def _piece(line: Line, sums: dict[str, int]) -> Piece:
    return Piece(sums, line.line_id, line.product_id, line.sku, line.category_id or "", line.brand_id, line.variant_id)


def _sold(order: OrderSummary, costs: Mapping[str, int], orders: int = 0) -> list[Piece]:
    pieces = []
    for line in order.lines:
        sums = {name: int(getattr(line, field)) for name, field in _OF_LINE.items()}
        known = line.line_id in costs
        cost = costs.get(line.line_id, 0) * line.quantity
        sums |= {"subtotal": line.unit_price * line.quantity, "cost": cost, "uncosted": 0 if known else line.quantity}
        pieces.append(_piece(line, sums))
    names = {
        "discount": order.discount,
        "tax": order.tax,
        "tax_included": order.tax_included,
        "revenue": order.total,
        "subtotal": order.subtotal,
    }
    whole = {name: amount - sum(piece.sums[name] for piece in pieces) for name, amount in names.items()}
    pieces.append(Piece({**whole, "shipping": order.shipping}))
    return _with_order(pieces, order, "orders") if orders else pieces


def _with_order(pieces: list[Piece], order: OrderSummary, name: str) -> list[Piece]:
    """The order counts once: with its greatest line, the first of those, or as a whole if it has none."""
    totals = [line.total for line in order.lines] or [0]
    at = totals.index(max(totals))
    return [replace(piece, sums={**piece.sums, name: 1}) if place == at else piece for place, piece in enumerate(pieces)]


def _all_of(order: OrderSummary) -> dict[str, Taken]:
    lines = {line.line_id: Taken(line.total, line.tax + line.tax_included, line.quantity) for line in order.lines}
    of_lines = sum(lines.values(), Taken())
    return {**lines, WHOLE: Taken(order.total - of_lines.amount, order.tax + order.tax_included - of_lines.tax)}


def _of_refund(one: OrderRefunded) -> dict[str, Taken]:
    taken: dict[str, Taken] = {}
    for part in one.lines:
        taken[part.line_id] = taken.get(part.line_id, Taken()) + Taken(part.amount, part.tax + part.tax_included, part.quantity)
    of_lines = sum(taken.values(), Taken())
    taken[WHOLE] = Taken(one.amount - of_lines.amount, (one.tax or 0) + (one.tax_included or 0) - of_lines.tax)
    return taken
