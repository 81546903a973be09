"""Face: what pieces of an order brought towards others (an exchange). It is put aside, so that no refund gives it back besides; freed when
the exchange is undone; and given back itself, over the payments that it was paid by, when the other pieces come back."""

from __future__ import annotations

from collections.abc import Sequence

from functions.payments.model.credits import Credits
from functions.payments.model.refund import Refund, RefundPart
from functions.payments.model.refund_parts import RefundWish, parts_of
from functions.payments.refunds.claim_refunds import Asked, Decision, MadeAs, claim_refunds, refunds_for
from functions.payments.refunds.known_refunds import KnownRefunds, credits_in, known_refunds, turn_write
from functions.payments.store.records import REFUNDS_SK, RefundsRecord, order_partition
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Write


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


@dataclass(frozen=True)
class OwnRefund:
    """Of the order itself, as `request_refund` has it."""

    order_id: str
    wish: RefundWish
    unsent: bool = False
    held: bool = False


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


def refund_with_credits(
    own: OwnRefund | None, credits: Sequence[FromCredit], *, reason: str, caller: Caller, remember: Remember[Sequence[Refund]]
) -> list[Refund]:
    """In one transaction: what the order itself gives back, and what was put aside of others. Raises as `request_refund` does."""
    made_as = MadeAs(reason, caller, restock=bool(own and own.unsent), came_back=not (own and own.unsent))

    def of_own(known: KnownRefunds) -> Decision:
        wish = own.wish if own else RefundWish()
        parts = parts_of(wish, lines=known.lines, shipping=known.order.shipping, done=known.done(), left=known.left())
        return Decision(refunds_for(known, parts, made_as))

    asked = [Asked(own.order_id, of_own, unsent=own.unsent, held=own.held)] if own else []
    return claim_refunds([*asked, *(_asked(one, reason, caller) for one in credits)], caller, remember)


def _asked(one: FromCredit, reason: str, caller: Caller) -> Asked:
    def decide(known: KnownRefunds) -> Decision:
        parts, rest = known.credits.taken(one.case_id, one.amount)
        return Decision(refunds_for(known, parts, MadeAs(reason, caller, restock=False, came_back=True)), rest)

    return Asked(one.order_id, decide)


def _read(order_id: str) -> tuple[int, Credits]:
    return credits_in(find(RefundsRecord, order_partition(order_id), REFUNDS_SK))
