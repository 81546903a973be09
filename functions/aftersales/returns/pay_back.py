"""The money of a case: asked for once, in one transaction with the case, and the case ends when all of it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import PAID_FROM, Party, ReturnKind, ReturnState, Step
from functions.aftersales.model.swap import Swap
from functions.aftersales.returns.open_case import expected_amount, is_last_of
from functions.aftersales.returns.unsent.keep_back import keep_back
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.returns.wishes import difference_of, less_freight, wish_of
from functions.aftersales.returns.write_case import unremembered, write_step
from functions.aftersales.store.cases import case_writes, cases_of, find_case, on_case, pieces_of
from functions.payments import Refund, RefundWish, expected_refund, request_refund
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside.observability import fact
from functions.shared.plain import ids
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact

_MOST_TRIES_OF_ONE = 20


def pay_back(case_id: str) -> None:
    """Nothing, unless the case is to be paid and was not. What the payments domain refuses for good is shown to people (`stuck`)."""

    def attempt() -> None:
        case = find_case(case_id)
        if case is None or not case.is_to_be_paid:
            return
        try:
            _request(case)
        except (Conflict, Invalid) as refused:
            if find_case(case_id) == case:
                transact(case_writes(case, case.shown(refused.code)))
                fact("case.stuck", case_id=case.id, order_id=case.order_id, code=refused.code)

    again(attempt)


def _request(case: Case) -> None:
    if case.unsent:
        keep_back(case)
        return
    if case.swap and not case.swap.off:
        _exchange(case, case.swap)
        return
    if case.offered is None and not any(line.paid_back for line in case.lines):
        after = case.stepped(Step.SEND_AGAIN, Party.TIME)
        write_step(Step.SEND_AGAIN, case, after, actor=SYSTEM, remember=unremembered)
        return
    if case.kind is ReturnKind.WITHDRAWAL:
        # What was not paid when it was withdrawn may be paid now.
        case = replace(case, amount=expected_amount(case))
    if not case.amount_due:
        # Nothing was paid for these pieces: the case ends by itself.
        after = replace(case.stepped(Step.PAY, Party.TIME), refunds=["none"], paid=["none"])
        write_step(Step.PAY, case, after, actor=SYSTEM, remember=unremembered)
        return
    wish = wish_of(case, is_last=is_last_of(case))
    _ask(case, wish if case.swap and case.swap.gave_back else _less_freight(case, wish))


def _less_freight(case: Case, wish: RefundWish) -> RefundWish:
    return less_freight(wish, expected_refund(case.order_id, wish, caller=SHOP), case.freight) if case.freight else wish


def _exchange(case: Case, swap: Swap) -> None:
    """What goes back for it first; then it goes out."""
    if case.amount:
        _ask(case, _less_freight(case, difference_of(case)))
    else:
        _exchanged(case, swap)


def _exchanged(case: Case, swap: Swap) -> None:
    after = replace(case.stepped(Step.EXCHANGE, Party.TIME), swap=replace(swap, released=True, gave_back=bool(case.refunds)))
    write_step(Step.EXCHANGE, case, after, actor=SYSTEM, remember=unremembered)


def _ask(case: Case, wish: RefundWish) -> None:
    def asked(refunds: Sequence[Refund]) -> list[Write]:
        # The case is written with the claim on the money: a second worker finds it in another version, and asks for nothing.
        on_proof = case.state is ReturnState.IN_TRANSIT
        deadline = case.deadline if on_proof else ""
        after = replace(case, refunds=[one.id for one in refunds], deadline=deadline, stuck="", paid_on_proof=on_proof)
        return case_writes(case, after)

    made = request_refund(
        case.order_id,
        wish,
        currency=case.currency,
        reason=f"return {case.id}",
        caller=SHOP,
        remember=asked,
        restock=False,
        came_back=True,
    )
    fact("case.refund_requested", case_id=case.id, order_id=case.order_id, refunds=len(made))


def note_refund(order_id: str, refund_id: str) -> None:
    """Money of the order has gone: what case it was of, if of one, and whether that is all."""
    for case in cases_of(pieces_of(order_id)):
        if any(refund_id in _names_of(one) for one in case.refunds):
            on_case(case.id, lambda one: _note(one, refund_id))


def note_failed(order_id: str, refund_id: str) -> None:
    """It did not go: people look, and may try it again."""
    for case in cases_of(pieces_of(order_id)):
        if any(refund_id in _names_of(one) for one in case.refunds):
            on_case(case.id, _failed)


def _failed(case: Case) -> None:
    if case.state is not ReturnState.REFUNDED and not case.stuck:
        transact(case_writes(case, case.shown("refund_failed")))


def _note(case: Case, refund_id: str) -> None:
    asked = next(one for one in case.refunds if refund_id in _names_of(one))
    if asked in case.paid:
        return
    after = replace(case, paid=[*case.paid, asked], stuck="")
    is_all = set(after.paid) == set(after.refunds)
    if is_all and case.state is ReturnState.INSPECTED and after.swap and not after.swap.off:
        _exchanged(after, after.swap)
    elif is_all and case.state in PAID_FROM:
        # What was paid back on the proof that it was sent is still to come.
        done = replace(after.stepped(Step.PAY, Party.TIME), deadline=case.deadline if case.paid_on_proof and not case.has_come else "")
        write_step(Step.PAY, case, done, actor=SYSTEM, remember=unremembered)
    else:
        transact(case_writes(case, after))


def _names_of(refund_id: str) -> list[str]:
    """Its own, and those of its further tries (`retry_refund` of payments)."""
    names = [refund_id]
    while len(names) < _MOST_TRIES_OF_ONE:
        names.append(ids.derived_id("ref", names[-1], "again"))
    return names
