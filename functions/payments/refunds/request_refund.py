"""Staff give money back: by line, quantity, shipping or amount, over as many of the order's payments as it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from functions.orders import refundable_lines
from functions.payments.model.refund import Refund, RefundPart, RefundStatus
from functions.payments.model.refund_parts import LineWish, RefundWish, check_parts, parts_of, too_much, what_is_left
from functions.payments.refunds.claim_refunds import Asked, Decision, MadeAs, claim_refunds, refund_from, refunds_for
from functions.payments.refunds.free_refund import free_records_of
from functions.payments.refunds.known_refunds import KnownRefunds, room
from functions.payments.refunds.of_gift_cards import all_of, by_their_cards
from functions.payments.store.repository import histories_of
from functions.shared.auth.caller import Caller
from functions.shared.plain import ids
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.store.transactions import Remember

NONE: Mapping[str, str] = MappingProxyType({})
_KEPT = ("restock", "came_back", "metadata", "private_metadata", "goodwill", "to", "case_id", "exchanged")
"""Of a refund that failed, where it is tried again."""


@dataclass(frozen=True)
class KnownStatus:
    refund: Refund
    status: str
    version: int


def request_refund(
    order_id: str,
    wish: RefundWish,
    *,
    currency: str | None,
    reason: str,
    caller: Caller,
    remember: Remember[Sequence[Refund]],
    restock: bool = True,
    came_back: bool = False,
    unsent: bool = False,
    held: bool = False,
    metadata: Mapping[str, str] = NONE,
    private_metadata: Mapping[str, str] = NONE,
    goodwill: str = "",
    to: str = "",
) -> list[Refund]:
    """Refunds that together are what is wished: pending ones, one per payment that bears a part of it, or a single one of 0 that has
    succeeded (pieces that cost nothing). The order keeps their pieces from
    leaving from now on; `restock`: those go back on sale when the money has gone. `came_back`: it is about pieces that had been sent, so
    none that are still to be sent are kept back for it. `unsent`: only if none of them has left by then (409 `already_sent`). `goodwill`:
    the compensation that it pays. `held`: also of money that is only authorised as yet, which is taken first, as much as goes back.

    `to`: as credit of the order's customer (`store_credit`), and not as it was paid.

    Raises Conflict (409) for credit without a customer (`no_account`), when nothing is left of an order that cost nothing
    (`nothing_to_refund`) or nothing of it is paid (`nothing_paid`), or what was on its gift cards is spent (`gift_card_used`), Invalid
    (422) for more than is left of a line, of the shipping or at all.
    """

    made_as = MadeAs(reason, caller, restock, came_back, dict(metadata), dict(private_metadata), goodwill, to)

    def decide(known: KnownRefunds) -> Decision:
        if to and any(payment.attempt.customer_id is None for payment in known.payments):
            raise Conflict("Its buyer has no account, so no credit.", code="no_account")
        return Decision(refunds_for(known, wished_parts(known, wish, currency), made_as))

    return claim_refunds([Asked(order_id, decide, unsent=unsent, held=held)], caller, remember)


def wished_parts(known: KnownRefunds, wish: RefundWish, currency: str | None) -> list[RefundPart]:
    """What the wish means of what is left. Raises as `request_refund`."""
    if currency and currency != known.order.currency:
        raise Invalid.field("/amount/currency", "currency_mismatch", f"The order is in {known.order.currency}.")
    whole = wish == RefundWish()
    wanted = wish if known.order.total or not whole else RefundWish(lines=_left_of_free(known))
    wanted = all_of(known) if whole and known.card_lines else wanted
    parts = parts_of(wanted, lines=known.lines, shipping=known.order.shipping, done=known.done(), left=known.left())
    return by_their_cards(known, parts, whole=whole)


def retry_refund(order_id: str, refund_id: str, *, caller: Caller, remember: Remember[Sequence[Refund]]) -> list[Refund]:
    """A failed refund once more, under a new reference (its money did not move). Raises NotFound, Conflict, Invalid."""

    def decide(known: KnownRefunds) -> Decision:
        found = [(payment, one) for payment in known.payments for one in payment.refunds.values() if one.refund.id == refund_id]
        if any(one.id == refund_id for one in known.free):
            raise _not_failed(RefundStatus.SUCCEEDED)
        if not found:
            raise NotFound("There is no such refund.")
        payment, failed = found[0]
        again = ids.derived_id("ref", refund_id, "again")
        if failed.record.status != RefundStatus.FAILED or any(one.refund.id == again for one in payment.refunds.values()):
            raise _not_failed(failed.record.status)
        parts = failed.refund.parts
        check_parts(parts, lines=known.lines, shipping=known.order.shipping, done=known.done())
        if failed.refund.money.amount > min(room(payment), known.left()):
            raise too_much()
        kept = {name: getattr(failed.refund, name) for name in _KEPT}
        once_more = refund_from(again, payment, parts, MadeAs(failed.refund.reason, caller, **kept))
        return Decision([replace(once_more, retry_of=refund_id)])

    return claim_refunds([Asked(order_id, decide)], caller, remember)


def checked_order(order_id: str, *, caller: Caller) -> None:
    """That there is one, which they may see. Raises NotFound."""
    refundable_lines(order_id, caller=caller)


def refunds_of(order_id: str, *, caller: Caller) -> list[KnownStatus]:
    """Every refund of the order, oldest first."""
    refundable_lines(order_id, caller=caller)
    records = [one.record for known in histories_of(order_id) for one in known.refunds.values()] + free_records_of(order_id)
    found = [KnownStatus(load(Refund, record.body), record.status, int(record.version)) for record in records]
    return sorted(found, key=lambda one: (one.refund.created_at, one.refund.id))


def _left_of_free(known: KnownRefunds) -> tuple[LineWish, ...]:
    left = what_is_left(known.lines, known.done())
    if not left:
        raise Conflict("The order cost nothing, and all its pieces went back.", code="nothing_to_refund")
    return left


def _not_failed(status: str) -> Conflict:
    return Conflict("Only a failed refund is tried again, and once.", code="refund_not_failed", refund_status=status)
