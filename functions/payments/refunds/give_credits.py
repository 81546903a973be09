"""Face: what pieces brought towards others is given back itself, over the payments that it was paid by, when the other pieces come back."""

from __future__ import annotations

from collections.abc import Sequence

from functions.payments.model.refund import Refund
from functions.payments.model.refund_parts import RefundWish, parts_of
from functions.payments.refunds.claim_refunds import Asked, Decision, MadeAs, claim_refunds, refunds_for
from functions.payments.refunds.credits import FromCredit
from functions.payments.refunds.known_refunds import KnownRefunds
from functions.shared.auth.caller import Caller
from functions.shared.plain.deferred import dataclass
from functions.shared.store.transactions import Remember

_EXCHANGED = "exchanged"
"""Ends the reason of a refund whose pieces were exchanged, for who reads it; what it is stands in `exchanged`."""


@dataclass(frozen=True)
class OwnRefund:
    """Of the order itself, as `request_refund` has it."""

    order_id: str
    wish: RefundWish
    unsent: bool = False
    held: bool = False


def refund_with_credits(
    own: OwnRefund | None,
    credits: Sequence[FromCredit],
    *,
    why: str,
    case_id: str,
    caller: Caller,
    remember: Remember[Sequence[Refund]],
) -> list[Refund]:
    """In one transaction: what the order itself gives back for the case, and what was put aside of others (`exchanged`). `why`: in a word.
    Raises as `request_refund` does."""
    reason, unsent = f"{why} {case_id}", bool(own and own.unsent)
    made_as = MadeAs(reason, caller, restock=unsent, came_back=not unsent, case_id=case_id)

    def of_own(known: KnownRefunds) -> Decision:
        wish = own.wish if own else RefundWish()
        parts = parts_of(wish, lines=known.lines, shipping=known.order.shipping, done=known.done(), left=known.left())
        return Decision(refunds_for(known, parts, made_as))

    asked = [Asked(own.order_id, of_own, unsent=own.unsent, held=own.held)] if own else []
    of_others = MadeAs(f"{reason} {_EXCHANGED}", caller, restock=False, came_back=True, case_id=case_id, exchanged=True)
    return claim_refunds([*asked, *(_asked(one, of_others) for one in credits)], caller, remember)


def _asked(one: FromCredit, made_as: MadeAs) -> Asked:
    def decide(known: KnownRefunds) -> Decision:
        parts, rest = known.credits.taken(one.case_id, one.amount)
        return Decision(refunds_for(known, parts, made_as), rest)

    return Asked(one.order_id, decide)
