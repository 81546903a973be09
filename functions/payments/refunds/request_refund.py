"""Staff give money back: by line, quantity, shipping or amount, over as many of the order's payments as it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from functions.orders import RefundableLines, RequestedRefund, refund_writes, refundable_lines
from functions.payments.attempts.capture_payment import capture_for_refund, held_left
from functions.payments.model.refund import Refund, RefundPart, RefundStatus
from functions.payments.model.refund_parts import LineWish, PaidLine, RefundWish, check_parts, parts_of, spread, too_much, what_is_left
from functions.payments.providers import provider_named
from functions.payments.refunds.claim_refund import bring, claim_writes
from functions.payments.refunds.free_refund import free_records_of, free_refunds_of, free_writes
from functions.payments.store.records import REFUNDS_SK, RefundsRecord, order_partition
from functions.payments.store.repository import History, histories_of
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid, NotFound
from functions.shared.plain.money import Money
from functions.shared.store.again import Overtaken, again
from functions.shared.store.records import find
from functions.shared.store.transactions import Remember, Update, Write, transact
from functions.shared.store.versions import locked_update

NONE: Mapping[str, str] = MappingProxyType({})
MOST_REFUNDS = 50
# Each is up to five of the hundred writes that a transaction takes, and the order may have to empty fifty parcels in it.
_MOST_AT_ONCE = 9
Decide = Callable[["KnownRefunds"], list[Refund]]


@dataclass(frozen=True)
class KnownStatus:
    refund: Refund
    status: str
    version: int


@dataclass(frozen=True)
class KnownRefunds:
    """What an order's refunds are decided from, as of one moment (`version`)."""

    order: RefundableLines
    lines: list[PaidLine]
    payments: list[History]
    version: int
    free: list[Refund]

    @property
    def done(self) -> list[RefundPart]:
        """What is given back or on its way."""
        known = [one for payment in self.payments for one in payment.refunds.values()]
        borne = [one.refund for one in known if one.record.status != RefundStatus.FAILED]
        return [part for refund in [*borne, *self.free] for part in refund.parts]


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
) -> list[Refund]:
    """Refunds that together are what is wished: pending ones, one per payment that bears a part of it, or a single one of 0 that has
    succeeded (pieces that cost nothing). The order keeps their pieces from
    leaving from now on; `restock`: those go back on sale when the money has gone. `came_back`: it is about pieces that had been sent, so
    none that are still to be sent are kept back for it. `unsent`: only if none of them has left by then (409 `already_sent`). `goodwill`:
    the compensation that it pays. `held`: also of money that is only authorised as yet, which is taken first, as much as goes back.

    Raises Conflict (409) when nothing is left of an order that cost nothing (`nothing_to_refund`) or nothing of it is paid
    (`nothing_paid`), Invalid (422) for more than is left of a line, of the shipping or at all.
    """

    def decide(known: KnownRefunds) -> list[Refund]:
        if currency and currency != known.order.currency:
            raise Invalid.field("/amount/currency", "currency_mismatch", f"The order is in {known.order.currency}.")
        bearing = [payment for payment in known.payments if _room(payment) > 0]
        room = [_room(payment) for payment in bearing]
        wanted = wish if known.order.total or wish != RefundWish() else RefundWish(lines=_left_of_free(known))
        parts = parts_of(wanted, lines=known.lines, shipping=known.order.shipping, done=known.done, left=sum(room))
        if any(part.amount for part in parts):
            shares = [(payment, share) for payment, share in zip(bearing, spread(parts, room), strict=True) if share]
            made = [_refund(fresh.new_id("ref"), payment, share, reason, caller) for payment, share in shares]
        else:
            nothing, now = Money(0, known.order.currency), times.iso(clock.now())
            made = [Refund(fresh.new_id("ref"), "", order_id, nothing, reason, caller.id, now, parts)]
        told, untold = dict(metadata), dict(private_metadata)
        return [
            replace(
                refund,
                restock=restock,
                came_back=came_back,
                metadata=told,
                private_metadata=untold,
                goodwill=goodwill,
            )
            for refund in made
        ]

    return _claim_refunds(order_id, decide, caller, remember, unsent=unsent, held=held)


def expected_refund(order_id: str, wish: RefundWish, *, caller: Caller, held: bool = False) -> list[RefundPart]:
    """What the wish would give back now; nothing is written. Raises as `request_refund` does."""
    known = known_refunds(order_id, caller, held=held)
    left = sum(max(0, _room(payment)) for payment in known.payments)
    return parts_of(wish, lines=known.lines, shipping=known.order.shipping, done=known.done, left=left)


def retry_refund(order_id: str, refund_id: str, *, caller: Caller, remember: Remember[Sequence[Refund]]) -> list[Refund]:
    """A failed refund once more, under a new reference (its money did not move). Raises NotFound, Conflict, Invalid."""

    def decide(known: KnownRefunds) -> list[Refund]:
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
        check_parts(parts, lines=known.lines, shipping=known.order.shipping, done=known.done)
        if failed.refund.money.amount > _room(payment):
            raise too_much()
        once_more = _refund(again, payment, parts, failed.refund.reason, caller, retry_of=refund_id)
        kept = {name: getattr(failed.refund, name) for name in ("restock", "came_back", "metadata", "private_metadata", "goodwill")}
        return [replace(once_more, **kept)]

    return _claim_refunds(order_id, decide, caller, remember)


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
    left = what_is_left(known.lines, known.done)
    if not left:
        raise Conflict("The order cost nothing, and all its pieces went back.", code="nothing_to_refund")
    return left


def _not_failed(status: str) -> Conflict:
    return Conflict("Only a failed refund is tried again, and once.", code="refund_not_failed", refund_status=status)


def _claim_refunds(
    order_id: str, decide: Decide, caller: Caller, remember: Remember[Sequence[Refund]], *, unsent: bool = False, held: bool = False
) -> list[Refund]:
    """Decide and claim under the version of the order's refunds, so that two decisions never rest on the same rest."""

    def attempt() -> tuple[KnownRefunds, list[Refund]]:
        known = known_refunds(order_id, caller, held=held)
        refunds = decide(known)
        payments = {payment.attempt.id: payment for payment in known.payments}
        _check_many(known, refunds)
        if any(capture_for_refund(payments[one.payment_id], _told_parts(one)) for one in refunds if one.payment_id):
            raise Overtaken
        claims: list[Write] = []
        for refund in refunds:
            claims += claim_writes(payments[refund.payment_id].attempt, refund) if refund.payment_id else free_writes(refund, caller)
        transact([turn_write(order_id, known.version), *_held_writes(order_id, refunds, unsent=unsent), *claims, *remember(refunds)])
        return known, refunds

    known, refunds = again(attempt)
    payments = {payment.attempt.id: payment for payment in known.payments}
    for refund in refunds:
        if refund.payment_id:
            bring(payments[refund.payment_id], refund)
    return refunds


def _check_many(known: KnownRefunds, begun: Sequence[Refund]) -> None:
    """An order's refunds are bounded, and so is one transaction."""
    made = sum(len(payment.refunds) for payment in known.payments) + len(known.free)
    if made + len(begun) > MOST_REFUNDS:
        raise Conflict(f"An order has at most {MOST_REFUNDS} refunds.", code="too_many_refunds", most=MOST_REFUNDS)
    if len(begun) > _MOST_AT_ONCE:
        raise Conflict(
            f"Over at most {_MOST_AT_ONCE} payments at once: name a smaller amount.", code="too_many_refunds", most=_MOST_AT_ONCE
        )


def _held_writes(order_id: str, refunds: Sequence[Refund], *, unsent: bool) -> list[Write]:
    """What the order writes down of them: their pieces do not leave any more."""
    return refund_writes(
        order_id,
        [
            RequestedRefund(
                refund.id,
                refund.payment_id,
                refund.money.amount,
                _told_parts(refund),
                refund.reason,
                refund.restock,
                refund.came_back,
            )
            for refund in refunds
        ],
        unsent=unsent,
    )


def _told_parts(refund: Refund) -> list[RefundedPart]:
    return [RefundedPart(part.kind, part.amount, part.line_id, part.quantity) for part in refund.parts]


def _room(payment: History) -> int:
    """What a refund can take of it: what was taken, and what is held beside it, which is taken first."""
    return int(payment.record.refundable) + held_left(payment)


def known_refunds(order_id: str, caller: Caller, *, held: bool = False) -> KnownRefunds:
    """What its refunds are decided from; with payments of which money is only held. Raises NotFound, Conflict (409 `nothing_paid`)."""
    order = refundable_lines(order_id, caller=caller)
    record = find(RefundsRecord, order_partition(order_id), REFUNDS_SK)
    paid = [known for known in histories_of(order_id) if known.record.captured or (held and held_left(known))]
    if not paid and order.total:
        raise Conflict("Nothing was paid for this order.", code="nothing_paid")
    lines = [PaidLine(line.line_id, line.quantity, line.amount) for line in order.lines]
    return KnownRefunds(order, lines, paid, int(record.version) if record else 0, free_refunds_of(order_id))


def turn_write(order_id: str, version: int) -> Update:
    """That it is decided by what was read. The transaction raises Overtaken."""
    actions = [RefundsRecord.version.set(version + 1), RefundsRecord.kind.set("refunds")]
    return locked_update(RefundsRecord, order_partition(order_id), REFUNDS_SK, actions, version)


def _refund(refund_id: str, payment: History, parts: list[RefundPart], reason: str, caller: Caller, *, retry_of: str = "") -> Refund:
    money = Money(sum(part.amount for part in parts), payment.attempt.money.currency)
    made_at = times.iso(clock.now())
    attempt = payment.attempt
    by_hand = provider_named(attempt.provider).caps.refunds_by_hand
    return Refund(refund_id, attempt.id, attempt.order_id, money, reason, caller.id, made_at, parts, retry_of, by_hand=by_hand)
