"""The money of a case: asked for once, in one transaction with the case, and the case ends when all of it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import PAID_FROM, Party, ReturnKind, ReturnState, Step
from functions.aftersales.model.refund_tries import tries_of
from functions.aftersales.model.swap import Swap
from functions.aftersales.returns.carrying.carried import from_sources
from functions.aftersales.returns.carrying.expected import Expected, expected_of
from functions.aftersales.returns.open_case import expected_amount, for_money, is_last_of
from functions.aftersales.returns.unsent.keep_back import keep_back, look_again
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.returns.wishes import amount_of, difference_of, less_freight, wish_of
from functions.aftersales.returns.write_case import unremembered, write_step
from functions.aftersales.store.cases import case_writes, cases_of, find_case, on_case, pieces_of
from functions.aftersales.store.free_pieces import MOST_EXCHANGES
from functions.payments import FromCredit, OwnRefund, Refund, RefundWish, expected_refund, refund_with_credits
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside.observability import fact
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.again import again
from functions.shared.store.transactions import Write, transact


def pay_back(case_id: str) -> None:
    """Nothing, unless the case is to be paid and was not. What the payments domain refuses for good is shown to people (`stuck`)."""

    def attempt() -> None:
        case = find_case(case_id)
        if case is None or not case.is_to_be_paid:
            return
        try:
            _request(case)
        except (Conflict, Invalid) as refused:
            if find_case(case_id) == case and case.behind_only:
                look_again(case, refused.code)
            elif find_case(case_id) == case:
                transact(case_writes(case, case.shown(refused.code)))
                fact("case.stuck", case_id=case.id, order_id=case.order_id, code=refused.code)

    again(attempt)


def _request(case: Case) -> None:
    if case.unsent and not case.behind_only:
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
        if wish := _of_nothing(case):
            _ask(case, OwnRefund(case.order_id, wish))
            return
        # Nothing was paid for these pieces: the case ends by itself.
        after = replace(case.stepped(Step.PAY, Party.TIME), refunds=["none"], paid=["none"])
        write_step(Step.PAY, case, after, actor=SYSTEM, remember=unremembered)
        return
    if case.swap and case.swap.sources:
        # What it put aside went back in part when they were exchanged: now the rest does, the same way.
        _ask_credits(case, case.amount)
        return
    if case.swap and case.swap.gave_back:
        _ask(case, OwnRefund(case.order_id, wish_of(case, is_last=False)))
        return
    _ask_expected(case, expected_of(case, is_last=is_last_of(case)))


def _of_nothing(case: Case) -> RefundWish | None:
    """Pieces that cost no money are paid back all the same, by 0: the points that bought them follow. None where that is not so, or nothing
    of the order can be paid back."""
    if case.offered is not None or case.swap:
        return None
    wish = wish_of(case, is_last=False)
    try:
        parts = expected_refund(case.order_id, wish, caller=SHOP)
    except (Conflict, Invalid):
        return None
    return wish if wish.lines and not amount_of(parts) else None


def _ask_expected(case: Case, found: Expected) -> None:
    """Less what the way back costs the buyer: off what the order itself gives first."""
    own = amount_of(found.own)
    wish, rest = less_freight(found.wish, found.own, case.freight), max(0, case.freight - own)
    credits = from_sources(found.carried.exchange, found.further - rest) if found.carried and found.further > rest else []
    # Its pieces are back at the order also where it gives no money for them. A wish without lines would be one for all that is left.
    ask = OwnRefund(case.order_id, wish) if own > case.freight or wish.lines else None
    _ask(case, ask, credits, moved=found.carried.drawn_writes(found.taken) if found.carried else [])


def _ask_credits(case: Case, amount: int) -> None:
    _ask(case, None, from_sources(case, amount))


def _exchange(case: Case, swap: Swap) -> None:
    """What goes back for it first; then it goes out."""
    if not case.amount:
        _exchanged(case, swap)
        return
    case = replace(case, swap=replace(swap, going_back=True))
    if swap.sources:
        _ask_credits(case, case.amount)
    else:
        wish = difference_of(case)
        parts = expected_refund(case.order_id, wish, caller=SHOP) if case.freight else []
        _ask(case, OwnRefund(case.order_id, less_freight(wish, parts, case.freight)))


def _exchanged(case: Case, swap: Swap) -> None:
    done = replace(swap, released=True, going_back=False, gave_back=bool(case.refunds))
    after = replace(case.stepped(Step.EXCHANGE, Party.TIME), swap=done)
    write_step(Step.EXCHANGE, case, after, actor=SYSTEM, remember=unremembered)


def _ask(case: Case, own: OwnRefund | None, credits: Sequence[FromCredit] = (), *, moved: Sequence[Write] = ()) -> None:
    if own is None and not credits:
        raise Conflict("Nothing of what it put aside is left.", code="nothing_to_refund")

    def asked(refunds: Sequence[Refund]) -> list[Write]:
        # The case is written with the claim on the money: a second worker finds it in another version, and asks for nothing.
        on_proof = case.state is ReturnState.IN_TRANSIT
        deadline = case.deadline if on_proof else ""
        after = replace(case, refunds=[one.id for one in refunds], deadline=deadline, stuck="", paid_on_proof=on_proof)
        return [*case_writes(case, after), *moved]

    made = refund_with_credits(own, credits, why="return", case_id=case.id, caller=SHOP, remember=asked)
    fact("case.refund_requested", case_id=case.id, order_id=case.order_id, refunds=len(made))


def note_refund(order_id: str, refund_id: str) -> bool:
    """Money of the order has gone: what case it was of, if of one, and whether that is all. Whether a case had asked for it."""
    cases = _asking(order_id, refund_id)
    for case in cases:
        on_case(case.id, lambda one: _note(one, refund_id))
    return bool(cases)


def note_failed(order_id: str, refund_id: str) -> None:
    """It did not go: people look, and may try it again."""
    for case in _asking(order_id, refund_id):
        on_case(case.id, _failed)


def _asking(order_id: str, refund_id: str) -> list[Case]:
    """Who asked for it: a case of the order, or of one that its pieces were exchanged for, however often."""
    orders, seen = [order_id], set[str]()
    while orders and len(seen) < MOST_EXCHANGES:
        order_id = orders.pop()
        seen.add(order_id)
        cases = cases_of(pieces_of(order_id))
        if found := [case for case in cases if any(refund_id in tries_of(one) for one in case.refunds)]:
            return found
        orders += [case.replacement for case in cases if case.swap and case.replacement not in seen]
    return []


def _failed(case: Case) -> None:
    if case.state is not ReturnState.REFUNDED and not case.stuck:
        transact(case_writes(case, case.shown("refund_failed")))


def _note(case: Case, refund_id: str) -> None:
    asked = next(one for one in case.refunds if refund_id in tries_of(one))
    if asked in case.paid:
        return
    after = replace(case, paid=[*case.paid, asked], stuck="")
    is_all = set(after.paid) == set(after.refunds)
    if is_all and case.state is ReturnState.INSPECTED and after.swap and not after.swap.off:
        _exchanged(after, after.swap)
    elif is_all and case.state is ReturnState.INSPECTED and after.swap and after.swap.going_back:
        # Its order ended while the difference was on its way: now the rest goes back, too.
        off = replace(after, refunds=[], paid=[], swap=replace(after.swap, going_back=False, gave_back=True))
        transact(case_writes(case, for_money(off)))
    elif is_all and case.state in PAID_FROM:
        # What was paid back on the proof that it was sent is still to come.
        done = replace(after.stepped(Step.PAY, Party.TIME), deadline=case.deadline if case.paid_on_proof and not case.has_come else "")
        write_step(Step.PAY, case, done, actor=SYSTEM, remember=unremembered)
    else:
        transact(case_writes(case, after))
