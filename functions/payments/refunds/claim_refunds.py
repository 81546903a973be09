"""Refunds of one order, or of several at once, are decided and claimed under the version of each order's refunds, in one transaction: two
decisions never rest on the same rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType

from functions.orders import RequestedRefund, refund_writes
from functions.payments.attempts.capture_payment import capture_for_refund
from functions.payments.model.credits import Credits
from functions.payments.model.refund import Refund, RefundPart
from functions.payments.model.refund_parts import spread
from functions.payments.model.turns import Room, spread_in_turn
from functions.payments.providers import provider_named
from functions.payments.providers.stored_value import LAST
from functions.payments.refunds.claim_refund import bring, claim_writes
from functions.payments.refunds.free_refund import free_writes
from functions.payments.refunds.known_refunds import KnownRefunds, known_refunds, room, turn_write
from functions.payments.refunds.of_gift_cards import closing_writes
from functions.payments.store.repository import History
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.payments import RefundedPart
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.money import Money
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Remember, Write, transact

MOST_REFUNDS = 50
# Each is up to five of the hundred writes that a transaction takes, and the order may have to empty fifty parcels in it.
_MOST_AT_ONCE = 9
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class MadeAs:
    """What is written on refunds that are made together, as in `request_refund`. `case_id`, `exchanged`: as of a refund."""

    reason: str
    caller: Caller
    restock: bool = True
    came_back: bool = False
    metadata: Mapping[str, str] = field(default_factory=lambda: _NONE)
    private_metadata: Mapping[str, str] = field(default_factory=lambda: _NONE)
    goodwill: str = ""
    to: str = ""
    case_id: str | None = ""
    exchanged: bool = False


@dataclass(frozen=True)
class Decision:
    """`credits`: what exchanges have put aside from then on; None: as it is."""

    refunds: list[Refund]
    credits: Credits | None = None


@dataclass(frozen=True)
class Asked:
    """Of one order. `unsent`, `held`: as in `request_refund`."""

    order_id: str
    decide: Callable[[KnownRefunds], Decision]
    unsent: bool = False
    held: bool = False


def claim_refunds(asked: Sequence[Asked], caller: Caller, remember: Remember[Sequence[Refund]]) -> list[Refund]:
    """All of them, or none; then each is brought to its provider. Each order is asked once."""

    def attempt() -> list[tuple[History | None, Refund]]:
        made, writes = list[tuple[History | None, Refund]](), list[Write]()
        for one in asked:
            known = known_refunds(one.order_id, caller, held=one.held)
            decision = one.decide(known)
            payments = {payment.attempt.id: payment for payment in known.payments}
            check_many(known, decision.refunds)
            if any(capture_for_refund(payments[each.payment_id], _told_parts(each)) for each in decision.refunds if each.payment_id):
                raise Overtaken
            writes += [turn_write(one.order_id, known.version, decision.credits)]
            writes += _held_writes(one.order_id, decision.refunds, unsent=one.unsent)
            writes += closing_writes(known, decision.refunds, caller.actor)
            for refund in decision.refunds:
                payment = payments.get(refund.payment_id)
                writes += claim_writes(payment.attempt, refund) if payment else free_writes(refund, caller)
                made.append((payment, refund))
        transact([*writes, *remember([refund for _, refund in made])])
        return made

    made = again(attempt)
    for payment, refund in made:
        if payment:
            bring(payment, refund)
    return [refund for _, refund in made]


def refunds_for(known: KnownRefunds, parts: Sequence[RefundPart], made_as: MadeAs) -> list[Refund]:
    """The parts over the payments that bear them, one refund each; a single one of 0 where no money goes back."""
    bearing = [payment for payment in known.payments if room(payment) > 0]
    if not any(part.amount for part in parts):
        nothing, now = Money(0, known.order.currency), times.iso(clock.now())
        free = Refund(fresh.new_id("ref"), "", known.order.order_id, nothing, made_as.reason, made_as.caller.id, now, list(parts))
        return [_made(free, made_as)]
    shares = _shares(known, parts, [Room(room(payment), payment.attempt.provider in LAST) for payment in bearing])
    return [refund_from(fresh.new_id("ref"), payment, share, made_as) for payment, share in zip(bearing, shares, strict=True) if share]


def _shares(known: KnownRefunds, parts: Sequence[RefundPart], rooms: Sequence[Room]) -> list[list[RefundPart]]:
    if not known.card_lines:
        return spread(parts, [one.amount for one in rooms])
    of_cards = [part for part in parts if part.line_id in known.card_lines]
    of_goods = [part for part in parts if part.line_id not in known.card_lines]
    return spread_in_turn(of_goods, of_cards, rooms, known.goods_left(parts))


def refund_from(refund_id: str, payment: History, parts: Sequence[RefundPart], made_as: MadeAs) -> Refund:
    money = Money(sum(part.amount for part in parts), payment.attempt.money.currency)
    attempt = payment.attempt
    by_hand = not made_as.to and provider_named(attempt.provider).caps.refunds_by_hand
    now = times.iso(clock.now())
    refund = Refund(refund_id, attempt.id, attempt.order_id, money, made_as.reason, made_as.caller.id, now, list(parts), by_hand=by_hand)
    return _made(refund, made_as)


def _made(refund: Refund, made_as: MadeAs) -> Refund:
    return replace(
        refund,
        restock=made_as.restock,
        came_back=made_as.came_back,
        metadata=dict(made_as.metadata),
        private_metadata=dict(made_as.private_metadata),
        goodwill=made_as.goodwill,
        case_id=made_as.case_id,
        exchanged=made_as.exchanged,
        to=made_as.to if refund.payment_id else "",
    )


def check_many(known: KnownRefunds, begun: Sequence[Refund]) -> None:
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
                refund.case_id,
                refund.exchanged,
            )
            for refund in refunds
        ],
        unsent=unsent,
    )


def _told_parts(refund: Refund) -> list[RefundedPart]:
    return [RefundedPart(part.kind, part.amount, part.line_id, part.quantity) for part in refund.parts]
