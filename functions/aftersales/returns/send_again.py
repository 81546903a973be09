"""A case is approved, and pieces of it are sent once more: the order that brings them is placed in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnKind, Step
from functions.aftersales.returns.carrying.expected import expected_of
from functions.aftersales.returns.open_case import expected_amount
from functions.aftersales.returns.write_case import unremembered, write_step
from functions.orders import order_unmoved_write, replacement
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.plain.errors import Conflict, Fault, Invalid, OutOfStock
from functions.shared.store.transactions import Remember

_ALREADY_PAID_BACK = "already_paid_back"


def with_reship(case: Case, wanted: Mapping[str, int] | None) -> Case:
    """Which pieces are sent once more, by line id; None: as the case asks. Raises Invalid (422 `unknown_line`, `more_than_claimed`)."""
    if wanted is None:
        return case
    known = {line.line_id: line for line in case.lines}
    faults = []
    for n, (line_id, pieces) in enumerate(wanted.items()):
        if line_id not in known or case.kind not in (ReturnKind.CLAIM, ReturnKind.RESHIP):
            faults.append(Fault(f"/reship/{n}/line_id", "unknown_line", "The case has no such line to be sent again."))
        elif pieces > known[line_id].quantity:
            faults.append(Fault(f"/reship/{n}/quantity", "more_than_claimed", "The case is about fewer pieces."))
    if faults:
        raise Invalid("These pieces are not sent again.", faults=faults, code=faults[0].code)
    return replace(case, lines=[replace(line, reship=wanted.get(line.line_id, 0)) for line in case.lines])


def write_approved(step: Step, before: Case, after: Case, *, actor: Actor, remember: Remember[Case], despite_refund: bool = False) -> Case:
    """`despite_refund`: whoever decides knows that the money of these pieces went back, and says so: it stays with the case. Raises
    OutOfStock (409) when what is to be sent once more is not there, Conflict (409 `already_paid_back`)."""
    pieces = {line.line_id: line.reship for line in after.lines if line.reship}
    if not pieces or after.offered is not None:
        return write_step(step, before, after, actor=actor, remember=remember)
    new = replacement(after.order_id, pieces, actor=actor)
    moved = list(new.writes)
    if not is_money_gone(after):
        # In this moment too: every refund moves its order.
        moved.append(order_unmoved_write(after.order_id, new.as_read))
    elif despite_refund:
        after = replace(after, despite_refund=True)
    else:
        raise Conflict("The money of these pieces went back meanwhile: turn the case down, or say despite_refund.", code=_ALREADY_PAID_BACK)
    after = replace(after, replacement=new.order_id)
    after = replace(after, amount=expected_amount(after) if any(line.paid_back for line in after.lines) else 0)
    return write_step(step, before, after, actor=actor, remember=remember, moved=moved)


def approve_by_time(before: Case, after: Case) -> Case:
    """What is not there is paid back instead: nobody said that the buyer has to wait. What was paid back by hand meanwhile is not sent on
    top of that: who asks for its money shows it to people."""
    try:
        return write_approved(Step.APPROVE, before, after, actor=SYSTEM, remember=unremembered)
    except Conflict as refused:
        if refused.code not in (OutOfStock.code, _ALREADY_PAID_BACK):
            raise
    paid = replace(after, lines=[replace(line, reship=0) for line in after.lines])
    return write_step(Step.APPROVE, before, paid, actor=SYSTEM, remember=unremembered)


def is_money_gone(case: Case) -> bool:
    """Of any of its pieces, as if all of them were to be paid back."""
    try:
        expected_of(replace(case, lines=[replace(line, reship=0) for line in case.lines]), is_last=False)
    except Invalid as refused:
        return refused.code in ("line_quantity_exceeded", "refund_exceeds_captured")
    return False
