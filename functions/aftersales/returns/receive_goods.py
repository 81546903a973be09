"""The goods came: each piece is graded, goes back on sale or is written off, and its money is released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case, CaseLine, Grade
from functions.aftersales.model.case_steps import Party, ReturnKind, ReturnState, Step
from functions.aftersales.model.swap import Swap
from functions.aftersales.returns.lost_value.deduct import Deduction, with_deductions
from functions.aftersales.returns.open_case import expected_amount
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.returns.write_case import write_step
from functions.aftersales.store.cases import on_case
from functions.aftersales.store.rules import case_rules
from functions.orders import bought_pieces
from functions.shared.auth.caller import Caller
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.store.transactions import Remember, Write
from functions.shared.store.versions import check_version
from functions.stock import Place, ShelfPieces, StockLine, restock_writes, scrap_writes

MAIN = "main"
"""Where pieces go of which no warehouse is known."""


@dataclass(frozen=True)
class GradedPieces:
    line_id: str
    quantity: int
    grade: Grade


def receive_goods(
    case_id: str,
    caller: Caller,
    graded: Sequence[GradedPieces],
    lost: Sequence[Deduction] = (),
    *,
    if_match: int | None,
    remember: Remember[Case],
) -> Case:
    """Inspected; rejected, if nothing of it was ours. Pieces that are not named did not come. Raises NotFound, IllegalTransition (409),
    Conflict (409 `goods_stay`; `not_counted`), Invalid (422 `unknown_line`, `more_than_returned`), VersionConflict (409), and as
    `with_deductions` does."""

    def attempt(before: Case) -> Case:
        check_version(before.version, if_match)
        with_grades = with_deductions(before, replace(before, lines=_graded(before, graded)), lost, caller)
        accepted = sum(line.accepted for line in with_grades.lines)
        step = _step(before, accepted)
        refused = step is Step.REFUSE_GOODS
        after = replace(with_grades.stepped(step, Party.STAFF), ended_because="goods_not_ours" if refused else "")
        if refused:
            until = clock.now() + timedelta(hours=case_rules()[0].escalate_hours)
            after = replace(after, deadline=times.iso(until), decided_by=caller.id)
        elif after.swap and not after.swap.off and accepted:
            after = _exchanged(after, after.swap)
        if not refused and not before.refunds and not after.exchanges:
            after = replace(after, amount=expected_amount(after), pay_by=before.pay_by or _pay_by(before))
        moved = _moves(after, caller.actor)
        return write_step(step, before, after, actor=caller.actor, remember=remember, moved=moved)

    return on_case(case_id, attempt)


def _exchanged(case: Case, swap: Swap) -> Case:
    """What came whole is exchanged; else it is paid back, and the other pieces are not sent. Where those have gone, people look."""
    if all(line.accepted == line.quantity for line in case.lines):
        return replace(case, amount=max(0, swap.back - case.freight))
    return case.shown("not_all_came") if swap.released else replace(case, swap=replace(swap, off="not_all_came"))


def _step(before: Case, accepted: int) -> Step:
    """What was paid back already, on the proof that it was sent, is only taken in."""
    if before.state is ReturnState.REFUNDED:
        if before.has_come:
            raise Conflict("The goods were taken in before.", code="already_received")
        return Step.ARRIVE
    if before.state is ReturnState.CLOSED and before.kind is ReturnKind.WITHDRAWAL and accepted:
        return Step.COME_LATE
    return Step.RECEIVE if accepted or before.refunds else Step.REFUSE_GOODS


def _pay_by(case: Case) -> str:
    return times.iso(clock.now() + timedelta(days=case.refund_days)) if case.refund_days else ""


def _graded(case: Case, graded: Sequence[GradedPieces]) -> list[CaseLine]:
    known = {line.line_id: line for line in case.lines}
    counted: dict[str, Counter[Grade]] = {line_id: Counter() for line_id in known}
    faults = []
    for n, one in enumerate(graded):
        if one.line_id not in known:
            faults.append(Fault(f"/lines/{n}/line_id", "unknown_line", "The case has no such line."))
            continue
        counted[one.line_id][one.grade] += one.quantity
        if counted[one.line_id].total() > known[one.line_id].quantity:
            faults.append(Fault(f"/lines/{n}/quantity", "more_than_returned", "The case is about fewer pieces."))
    if faults:
        raise Invalid("These pieces were not awaited.", faults=faults, code=faults[0].code)
    # A line that did not come at all is a line of which nothing is accepted, not one that was never looked at.
    return [replace(line, received=dict(counted[line.line_id]) or {Grade.NOT_OURS: 0}) for line in case.lines]


def _moves(case: Case, actor: Actor) -> list[Write]:
    bought = bought_pieces(case.order_id, caller=SHOP, order_token=None).lines
    good, bad = Counter[tuple[str, Place]](), Counter[tuple[str, Place]]()
    for line in case.lines:
        shelf = line.variant_id, Place(bought[line.line_id].warehouse_id or MAIN)
        good[shelf] += line.received.get(Grade.AS_NEW, 0)
        bad[shelf] += line.received.get(Grade.USED, 0) + line.received.get(Grade.DAMAGED, 0)
    on_sale = [ShelfPieces(variant_id, place, pieces) for (variant_id, place), pieces in good.items() if pieces]
    lost = [ShelfPieces(variant_id, place, pieces) for (variant_id, place), pieces in bad.items() if pieces]
    lines = [StockLine(one.variant_id, one.quantity) for one in on_sale]
    back = restock_writes(lines, on_sale, cause=f"{case.id}#restocked", reason="returned", actor=actor) if lines else []
    return [*back, *scrap_writes(lost, cause=case.id, actor=actor)]
