"""A buyer withdraws: the statement, the cases of its pieces and what tells of it are written in one transaction, or nothing is.

Nothing here asks for money: what has not left is kept back, and what has left is waited for, by whoever hears of the cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from functions.aftersales.model.case import Case, CaseLine
from functions.aftersales.model.case_steps import ReturnKind, ReturnState, Step
from functions.aftersales.model.ledger import MOST_CASES
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.aftersales.model.withdrawal import Statement, Wish, is_rest
from functions.aftersales.returns.carrying.carried import behind
from functions.aftersales.returns.carrying.expected import own_of
from functions.aftersales.returns.wishes import amount_of
from functions.aftersales.returns.write_case import told_of
from functions.aftersales.store.cases import opened_writes
from functions.aftersales.store.records import AftersalesTable, order_pk
from functions.aftersales.store.statements import find_statement, statement_put
from functions.aftersales.withdrawing.offer import Offer, offered
from functions.orders import Contract, Order
from functions.payments import LineWish, RefundWish
from functions.shared.events.contracts.withdrawals import WithdrawalDeclared, WithdrawnLine
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Remember, transact


@dataclass(frozen=True)
class Declared:
    """`id`: of the statement; a second call with the same one finds the first. `at`: when it was made. `way`: api, page or number."""

    id: str
    wish: Wish
    way: str
    at: datetime


def declare(contract: Contract, declared: Declared, actor: Actor, *, remember: Remember[Statement]) -> Statement:
    """The statement as received. To be called under `again`: raises Overtaken. Raises as `Offer.chosen` does, Conflict (409
    `no_withdrawal_right`, `too_many_returns`)."""
    order = contract.order
    if known := find_statement(order.id, declared.id):
        transact(remember(known))
        return known
    offer = offered(contract)
    wanted = _chosen(offer, declared)
    if len(offer.pieces.cases) >= MOST_CASES - 1:
        raise Conflict(f"An order has at most {MOST_CASES} cases.", code="too_many_returns", most=MOST_CASES)
    cases = _cases(offer, declared, wanted)
    stated = Statement(
        id=declared.id,
        order_id=order.id,
        number=order.number,
        declared_at=times.iso(declared.at),
        way=declared.way,
        whole=is_rest(offer.free, wanted),
        lines=wanted,
        amount=expected(offer, wanted),
        currency=order.currency,
        cases=[case.id for case in cases],
    )
    told = event_put(AftersalesTable, order_pk(order.id), _told(offer, stated, cases), subject=order.id, actor=actor, cause=stated.id)
    events = [told, *(told_of(Step.WITHDRAW, case, actor) for case in cases)]
    transact([statement_put(stated), *opened_writes(cases, offer.pieces), *events, *remember(stated)])
    fact("withdrawal.declared", order_id=order.id, withdrawal_id=stated.id, way=stated.way, cases=len(cases))
    return stated


def _chosen(offer: Offer, declared: Declared) -> dict[str, int]:
    try:
        return offer.chosen(declared.wish, declared.at)
    except (Conflict, Invalid) as refused:
        if find_statement(offer.contract.order.id, declared.id):
            # The same statement came twice at once, and the other one was faster.
            raise Overtaken from refused
        raise


def expected(offer: Offer, wanted: Mapping[str, int]) -> int:
    """What goes back for so many pieces, as far as it is known now: nothing, of what is not paid. Raises Conflict (409
    `nothing_to_withdraw`) for pieces that were paid back in another way."""
    return _expected(offer.contract.order, wanted, _delivery(offer, wanted))


def _expected(order: Order, wanted: Mapping[str, int], up_to: int | None) -> int:
    lines = tuple(LineWish(line_id, pieces, withheld=0) for line_id, pieces in wanted.items())
    wish = RefundWish(lines=lines, at_most_left=True, with_delivery=up_to is not None, delivery_up_to=up_to)
    try:
        further = behind(order.case_id, wanted)
        _, own = own_of(order.id, wish, held=True, may_be_nothing=further is not None)
        return amount_of(own) + (further.amount if further else 0)
    except Invalid as refused:
        if refused.code == "line_quantity_exceeded":
            raise Conflict("These pieces were paid back before.", code="nothing_to_withdraw") from refused
        return 0
    except Conflict:
        return 0


def _delivery(offer: Offer, wanted: Mapping[str, int]) -> int | None:
    """How much of the delivery fee goes back in all, with the last pieces of the order; None with others. Where no law gives it back, all
    of it as long as nothing was sent: nothing was done for it."""
    if not is_rest(offer.free, wanted):
        return None
    if offer.law.delivery:
        return offer.contract.standard_delivery
    order = offer.contract.order
    return order.totals.total - sum(line.total for line in order.lines) if offer.contract.nothing_sent else None


def _cases(offer: Offer, declared: Declared, wanted: Mapping[str, int]) -> list[Case]:
    """One of what has not left, one of what has: the first is paid back at once, the other when its goods come or are proven to be sent."""
    free = {line.line_id: line for line in offer.free}
    unsent = {line_id: min(pieces, free[line_id].unsent) for line_id, pieces in wanted.items()}
    sent = {line_id: pieces - unsent[line_id] for line_id, pieces in wanted.items()}
    parts = [(name, {one: count for one, count in part.items() if count}) for name, part in (("unsent", unsent), ("sent", sent))]
    there = [(name, part) for name, part in parts if part]
    up_to = _delivery(offer, wanted)
    # What waits for goods waits for all of it: the delivery fee goes with the last pieces.
    return [_case(offer, declared, name, part, up_to if name == there[-1][0] else None) for name, part in there]


def _case(offer: Offer, declared: Declared, name: str, pieces: Mapping[str, int], up_to: int | None) -> Case:
    order, law, at = offer.contract.order, offer.law, declared.at
    unsent = name == "unsent"
    send_by = "" if unsent else times.iso(_send_by(offer, at))
    from_now = unsent or law.pays_on.value != "goods"
    return Case(
        id=ids.derived_id("ret", order.id, declared.id, name),
        order_id=order.id,
        number=order.number,
        customer_id=order.customer_id or "",
        kind=ReturnKind.WITHDRAWAL,
        lines=[_line(offer, line_id, count) for line_id, count in pieces.items()],
        currency=order.currency,
        amount=_expected(order, pieces, up_to),
        opened_at=times.iso(at),
        follows=order.case_id,
        state=ReturnState.APPROVED,
        deadline=send_by,
        decided_by="law",
        return_address="" if unsent else offer.rules.return_address,
        statement_id=declared.id,
        unsent=unsent,
        pays_on=law.pays_on,
        refund_days=law.refund_days,
        pay_by=times.iso(at + timedelta(days=law.refund_days)) if from_now else "",
        delivery_up_to=up_to,
        delivery_if_unsent=not law.delivery,
    )


def _send_by(offer: Offer, at: datetime) -> datetime:
    """Article 14(1): 14 days from the statement; where no law says, as long as the shop gives."""
    return at + (timedelta(days=offer.law.send_days) if offer.law.send_days else timedelta(hours=offer.rules.send_hours))


def _line(offer: Offer, line_id: str, pieces: int) -> CaseLine:
    line = next(one for one in offer.contract.lines if one.line_id == line_id)
    end, norm = offer.window.ends_at, offer.law.norm
    clause = Clause("law", offer.law.days, times.iso(end) if end else "", _freight(offer), 0, {"en": norm, "zh": norm})
    return CaseLine(line_id, line.variant_id, line.sku, pieces, Reason.CHANGED_MIND, clause)


def _freight(offer: Offer) -> Freight:
    """Article 14(1): sending back is the buyer's to pay, unless the shop takes it on, or did not tell them."""
    untold = offer.law.months_more > 0 and offer.contract.told_at is None
    return Freight.SHOP if offer.terms.free_return or untold else Freight.BUYER


def _told(offer: Offer, stated: Statement, cases: list[Case]) -> WithdrawalDeclared:
    lines = {line.line_id: line for line in offer.contract.lines}
    goods = next((case for case in cases if not case.unsent), None)
    return WithdrawalDeclared(
        withdrawal_id=stated.id,
        order_id=stated.order_id,
        number=stated.number,
        declared_at=stated.declared_at,
        way=stated.way,
        whole=stated.whole,
        lines=[WithdrawnLine(one, lines[one].variant_id, lines[one].sku, count, lines[one].title) for one, count in stated.lines.items()],
        amount=stated.amount,
        currency=stated.currency,
        norm=offer.law.norm,
        send_by=goods.deadline if goods else "",
        pays_on=offer.law.pays_on.value,
        return_address=goods.return_address if goods else "",
        cases=stated.cases,
        unpaid=offer.contract.is_unpaid,
    )
