"""What an order's refunds are decided from, and the write by which a decision holds only while that is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import cached_property

from functions.loyalty import BoughtCards, cards_of_order
from functions.orders import RefundableLines, refundable_lines
from functions.payments.attempts.held import held_left
from functions.payments.model.credits import Credits
from functions.payments.model.refund import Refund, RefundPart, RefundStatus
from functions.payments.model.refund_parts import PaidLine
from functions.payments.providers.stored_value import LAST
from functions.payments.refunds.free_refund import free_refunds_of
from functions.payments.store.records import REFUNDS_SK, RefundsRecord, order_partition
from functions.payments.store.repository import History, histories_of
from functions.shared.auth.caller import Caller
from functions.shared.events.contracts.payments import AMENDMENT
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.store.records import find
from functions.shared.store.transactions import Update
from functions.shared.store.versions import locked_update


@dataclass(frozen=True)
class KnownRefunds:
    """What an order's refunds are decided from, as of one moment (`version`)."""

    order: RefundableLines
    lines: list[PaidLine]
    payments: list[History]
    version: int
    free: list[Refund]
    credits: Credits = field(default_factory=Credits)

    @cached_property
    def card_lines(self) -> frozenset[str]:
        """Of gift cards."""
        return frozenset(line.line_id for line in self.order.lines if line.gift_card)

    @cached_property
    def cards(self) -> BoughtCards | None:
        """Those of these lines, as they are when they are first asked for. Raises Conflict (409 `cards_awaited`)."""
        return cards_of_order(self.order.order_id) if self.card_lines else None

    def goods_left(self, parts: Sequence[RefundPart] = ()) -> int:
        """What all that is no gift card costs, less what went back of it and `parts`; below 0 where that is more. What an amendment gave
        back is no longer in the order's price."""
        goods = self.order.total - sum(line.amount for line in self.lines if line.line_id in self.card_lines)
        borne = [part for part in [*self.done(), *parts] if part.line_id not in self.card_lines and part.kind != AMENDMENT]
        return goods - sum(part.amount for part in borne)

    def left(self, *, besides: str = "") -> int:
        """Of the money, less what exchanges put aside; `besides`: not the one of this case."""
        return sum(max(0, room(payment)) for payment in self.payments) - self.credits.amount(besides=besides)

    def done(self, *, besides: str = "") -> list[RefundPart]:
        """What is given back, on its way or put aside by exchanges; `besides`: not by this case."""
        known = [one for payment in self.payments for one in payment.refunds.values()]
        borne = [one.refund for one in known if one.record.status != RefundStatus.FAILED]
        given = [part for refund in [*borne, *self.free] for part in refund.parts]
        return [*given, *self.credits.parts(besides=besides)]


def room(payment: History) -> int:
    """What a refund can take of it: what was taken, and what is held beside it, which is taken first."""
    return int(payment.record.refundable) + held_left(payment)


def known_refunds(order_id: str, caller: Caller, *, held: bool = False) -> KnownRefunds:
    """What its refunds are decided from; with payments of which money is only held. Raises NotFound, Conflict (409 `nothing_paid`)."""
    order = refundable_lines(order_id, caller=caller)
    record = find(RefundsRecord, order_partition(order_id), REFUNDS_SK)
    paid = [known for known in histories_of(order_id) if known.record.captured or (held and held_left(known))]
    paid.sort(key=lambda known: _turn(known.attempt.provider))
    if not paid and order.total:
        raise Conflict("Nothing was paid for this order.", code="nothing_paid")
    lines = [PaidLine(line.line_id, line.quantity, line.amount) for line in order.lines]
    version, credits = credits_in(record)
    return KnownRefunds(order, lines, paid, version, free_refunds_of(order_id), credits)


def _turn(provider: str) -> int:
    """When its money goes back: what came from outside the shop first, then gift cards, then credit."""
    return LAST.index(provider) + 1 if provider in LAST else 0


def credits_in(record: RefundsRecord | None) -> tuple[int, Credits]:
    """The version of the order's refunds, and what exchanges put aside."""
    if record is None:
        return 0, Credits()
    return int(record.version), load(Credits, record.body) if record.body else Credits()


def turn_write(order_id: str, version: int, credits: Credits | None = None) -> Update:
    """That it is decided by what was read; `credits`: what is put aside from now on. The transaction raises Overtaken."""
    actions = [RefundsRecord.version.set(version + 1), RefundsRecord.kind.set("refunds")]
    actions += [] if credits is None else [RefundsRecord.body.set(dump(credits))]
    return locked_update(RefundsRecord, order_partition(order_id), REFUNDS_SK, actions, version)
