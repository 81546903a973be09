"""What an order knows of a refund: what the money is for, and which pieces it keeps from leaving. Known from the moment it is requested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from functions.shared.events.contracts.orders import RefundedLine, TaxSum
from functions.shared.events.contracts.payments import AMENDMENT, RefundedPart
from functions.shared.plain.deferred import dataclass

MAX_REFUNDS = 100
"""Per order: what is on its page is read as a whole."""


class RefundState(StrEnum):
    """returned: it had gone out and came back (the bank could not take it); its pieces stay where they are until people decide."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    RETURNED = "returned"


@dataclass(frozen=True)
class OrderRefund:
    """`amount` is `lines`, `shipping` and `other` (for nothing in particular) together. `withdrawn`: pieces by line that do not leave any
    more because of it; `restock`: whether they go back on sale when the money has gone. `taxes`: the tax in it as it was told; None: it was
    not (yet)."""

    refund_id: str
    payment_id: str
    amount: int
    requested_at: str
    state: RefundState = RefundState.PENDING
    reason: str = ""
    lines: list[RefundedLine] = field(default_factory=list)
    shipping: int = 0
    other: int = 0
    withdrawn: dict[str, int] = field(default_factory=dict)
    restock: bool = True
    settled_at: str | None = None
    taxes: list[TaxSum] | None = None
    # Its pieces had been sent: no others are kept back for it.
    came_back: bool = False
    # What was paid beyond what the order costs since it was amended: no refund of the order.
    amends: bool = False
    # The case of after-sales that asked for it, "" for none, None where that is not known; and whether its pieces came back in an exchange
    # before.
    case_id: str | None = None
    exchanged: bool = False


@dataclass(frozen=True)
class OrderCompensation:
    """Goodwill that was given for it. kind: money | coupon. `amount` in minor units; `reason` is for staff."""

    id: str
    kind: str
    amount: int
    currency: str
    reason: str
    given_at: str
    given_by: str


def refund_of(
    refund_id: str,
    payment_id: str,
    parts: Iterable[RefundedPart],
    *,
    amount: int,
    at: str,
    reason: str = "",
    restock: bool = True,
    came_back: bool = False,
    case_id: str | None = None,
    exchanged: bool = False,
) -> OrderRefund:
    known = list(parts)
    shipping = sum(part.amount for part in known if part.kind == "shipping")
    lines = _by_line(part for part in known if part.kind == "line")
    other = amount - shipping - sum(line.amount for line in lines)
    return OrderRefund(
        refund_id,
        payment_id,
        amount,
        at,
        reason=reason,
        lines=lines,
        shipping=shipping,
        other=other,
        restock=restock,
        came_back=came_back,
        amends=any(part.kind == AMENDMENT for part in known),
        case_id=case_id,
        exchanged=exchanged,
    )


def _by_line(parts: Iterable[RefundedPart]) -> list[RefundedLine]:
    lines: dict[str, RefundedLine] = {}
    for part in parts:
        before = lines.get(part.line_id, RefundedLine(part.line_id, 0, 0))
        lines[part.line_id] = RefundedLine(part.line_id, before.quantity + part.quantity, before.amount + part.amount)
    return list(lines.values())


def paid_back_of(refunds: Iterable[OrderRefund], line_id: str) -> dict[str, int]:
    """Pieces of the line of which money went back, or is about to, by refund."""
    asked = [one for one in refunds if one.state in (RefundState.PENDING, RefundState.SUCCEEDED)]
    found = {one.refund_id: sum(line.quantity for line in one.lines if line.line_id == line_id) for one in asked}
    return {refund_id: pieces for refund_id, pieces in found.items() if pieces}


def withdrawn(refunds: Iterable[OrderRefund], *, ended: bool = False) -> Counter[str]:
    """Pieces by line that are not sent because their money goes back; `ended`: only those whose money has gone."""
    pieces: Counter[str] = Counter()
    for refund in refunds:
        if refund.state in (RefundState.SUCCEEDED, RefundState.RETURNED) or (refund.state is RefundState.PENDING and not ended):
            pieces.update(refund.withdrawn)
    return pieces
