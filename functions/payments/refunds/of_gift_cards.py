"""Gift cards that an order bought go back by what is on them, piece by piece, and are closed in the transaction that claims the refund:
a card that could still be used after its price went back would be money twice (ADR 156)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from functions.loyalty import take_back_writes
from functions.payments.model.refund import Refund, RefundPart
from functions.payments.model.refund_parts import RefundWish, too_much, what_is_left
from functions.payments.refunds.known_refunds import KnownRefunds
from functions.shared.events.envelope import Actor
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.transactions import Write


def all_of(known: KnownRefunds) -> RefundWish:
    """Everything that is left of an order with gift cards, by line: what was spent of them is not left."""
    given = sum(part.amount for part in known.done() if part.kind == "shipping")
    return RefundWish(lines=what_is_left(known.lines, known.done()), shipping=known.order.shipping - given, at_most_left=True)


def by_their_cards(known: KnownRefunds, parts: Sequence[RefundPart], *, whole: bool) -> list[RefundPart]:
    """Parts of lines of gift cards at what is on so many of their cards, those with most first. `whole`: those that are spent are left out.

    Raises Conflict (409 `gift_card_used`, `cards_awaited`) where nothing is left on them, Invalid (422 `gift_cards_by_piece`) for an amount
    that would be theirs."""
    if not known.card_lines:
        return list(parts)
    found = list[RefundPart]()
    for part in parts:
        if part.line_id not in known.card_lines:
            found.append(part)
            continue
        if not part.quantity:
            raise _by_piece()
        amount = known.cards.worth(part.line_id, part.quantity) if known.cards else 0
        if amount:
            found.append(replace(part, amount=amount))
        elif not whole:
            raise Conflict("What was on these gift cards is spent.", code="gift_card_used", line_id=part.line_id)
    _check_amounts(known, found)
    if sum(part.amount for part in found) > known.left():
        raise too_much()
    if not found:
        raise Conflict("What was on these gift cards is spent.", code="gift_card_used")
    return found


def closing_writes(known: KnownRefunds, refunds: Sequence[Refund], actor: Actor) -> list[Write]:
    """The transaction raises Overtaken where a card was used since it was read. Raises Conflict (409 `gift_card_used`)."""
    new = [refund for refund in refunds if not refund.retry_of]
    parts = [part for refund in new for part in refund.parts if part.line_id in known.card_lines]
    if not parts or known.cards is None:
        return []
    pieces, amounts = Counter[str](), Counter[str]()
    for part in parts:
        pieces[part.line_id] += part.quantity
        amounts[part.line_id] += part.amount
    for line_id, amount in amounts.items():
        if amount != known.cards.worth(line_id, pieces[line_id]):
            raise Conflict("That is not what is on these gift cards.", code="gift_card_used", line_id=line_id)
    return take_back_writes(known.cards, pieces, actor)


def _check_amounts(known: KnownRefunds, parts: Sequence[RefundPart]) -> None:
    """What goes back of no line in particular is of the goods."""
    if known.goods_left(parts) < 0:
        raise _by_piece()


def _by_piece() -> Invalid:
    return Invalid.field("/lines", "gift_cards_by_piece", "Gift cards go back by line and piece.")
