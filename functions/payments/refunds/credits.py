"""Face: what pieces of an order brought towards others (an exchange). It is put aside, so that no refund gives it back besides; freed when
the exchange is undone. How it is given back itself: give_credits.py."""

from __future__ import annotations

from functions.payments.model.credits import Credits
from functions.payments.model.refund import RefundPart
from functions.payments.model.refund_parts import RefundWish, parts_of
from functions.payments.refunds.known_refunds import credits_in, known_refunds, turn_write
from functions.payments.store.records import REFUNDS_SK, RefundsRecord, order_partition
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find
from functions.shared.store.transactions import Write


@dataclass(frozen=True)
class PutAside:
    """`parts`: what the pieces bring. `writes`: the transaction raises Overtaken when the order's refunds moved meanwhile."""

    parts: list[RefundPart]
    writes: list[Write]


@dataclass(frozen=True)
class FromCredit:
    """So much of what the case put aside of the order."""

    order_id: str
    case_id: str
    amount: int


def put_aside(order_id: str, case_id: str, wish: RefundWish, *, caller: Caller) -> PutAside:
    """What the wish would give back is put aside for the case. Raises as `request_refund` does."""
    known = known_refunds(order_id, caller)
    parts = parts_of(wish, lines=known.lines, shipping=known.order.shipping, done=known.done(), left=known.left())
    return PutAside(parts, [turn_write(order_id, known.version, known.credits.with_parts(case_id, parts))])


def credit_left(order_id: str, case_id: str) -> int:
    """One GetItem."""
    return _read(order_id)[1].of_case(case_id)


def move_credit(taken: FromCredit, *, to_case: str = "") -> list[Write]:
    """It is another case's from then on; without one it can be given back as any. Raises Invalid (422 `refund_exceeds_captured`) where less
    is left."""
    version, credits = _read(taken.order_id)
    parts, rest = credits.taken(taken.case_id, taken.amount)
    return [turn_write(taken.order_id, version, rest.with_parts(to_case, parts) if to_case else rest)]


def free_credit(order_id: str, case_id: str, *, to_case: str = "") -> list[Write]:
    """What the case put aside can be given back as any, or is the other case's again. Nothing where there is nothing."""
    version, credits = _read(order_id)
    if case_id not in credits.of:
        return []
    rest = credits.without(case_id)
    return [turn_write(order_id, version, rest.with_parts(to_case, credits.of[case_id]) if to_case else rest)]


def _read(order_id: str) -> tuple[int, Credits]:
    return credits_in(find(RefundsRecord, order_partition(order_id), REFUNDS_SK))
