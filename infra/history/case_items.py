"""What after-sales leave behind of goods that came back: a case that is over, with all that was told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.aftersales.model.case import Case, CaseLine, Grade
from functions.aftersales.model.case_steps import ReturnKind, ReturnState, Step
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.policy import DEFAULT, Clause, window_end
from functions.aftersales.model.reasons import Reason
from functions.aftersales.returns.write_case import told_of
from functions.aftersales.store.cases import case_writes
from functions.shared.events.envelope import SYSTEM, Actor
from functions.shared.plain import times
from functions.shared.store.records import Record
from functions.shared.store.transactions import Put
from infra.history.names import some_id
from infra.history.order_items import amount_back, back, refund_id
from infra.history.story import Story

_REASONS = (Reason.CHANGED_MIND, Reason.WRONG_SIZE, Reason.CHANGED_MIND, Reason.NOT_AS_DESCRIBED, Reason.ARRIVED_LATE, Reason.DAMAGED)
_CLOSES = timedelta(days=7)
_STEPS = (
    (Step.OPEN, ReturnState.REQUESTED),
    (Step.APPROVE, ReturnState.APPROVED),
    (Step.SHIP, ReturnState.IN_TRANSIT),
    (Step.RECEIVE, ReturnState.INSPECTED),
    (Step.PAY, ReturnState.REFUNDED),
)


def case_items(story: Story, now: datetime) -> Iterator[Record]:
    """Of what was paid back after it had arrived. The pieces were used, and are not sold again: stock does not move."""
    if not story.arrived or not story.ended or not amount_back(story):
        return
    case, waits = _case(story, story.arrived, now), (story.ended - story.arrived) / (len(_STEPS) + 1)
    for write in case_writes(None, case, CasePieces(case.order_id)):
        if isinstance(write, Put):
            yield write.record
    moments = [story.ended - waits * place for place in range(len(_STEPS))][::-1]
    told = [(step, state, moment) for (step, state), moment in zip(_STEPS, moments, strict=True)]
    if case.state is ReturnState.CLOSED:
        told.append((Step.CLOSE, ReturnState.CLOSED, story.ended + _CLOSES))
    for version, (step, state, moment) in enumerate(told):
        actor = Actor("customer", case.customer_id) if case.customer_id and step in (Step.OPEN, Step.SHIP) else SYSTEM
        yield told_of(step, replace(case, state=state, version=version), actor, at=moment).record


def _case(story: Story, arrived: datetime, now: datetime) -> Case:
    order, ended = story.order, story.ended or arrived
    (lines, _), of_order = back(story), {line.line_id: line for line in order.lines}
    reason = _REASONS[story.bought.number % len(_REASONS)]
    ends_at = times.iso(window_end(times.iso(arrived), DEFAULT.window_days, ZoneInfo(order.timezone)))
    clause = Clause(DEFAULT.id, DEFAULT.window_days, ends_at, DEFAULT.freight, DEFAULT.fee_bp, DEFAULT.text, DEFAULT.condition)
    number = some_id("ret", arrived, order.id)
    return Case(
        number, order.id, order.number, order.customer_id or "", ReturnKind.RETURN,
        [
            CaseLine(one.line_id, of_order[one.line_id].variant_id, of_order[one.line_id].sku, one.quantity, reason, clause,
                     received={Grade.USED: one.quantity})
            for one in lines
        ],
        order.currency, amount_back(story), times.iso(arrived + (ended - arrived) / (len(_STEPS) + 1) * 2),
        state=ReturnState.CLOSED if ended + _CLOSES < now else ReturnState.REFUNDED, decided_by="time", carrier="sandbox",
        waybill=f"RB{order.number}", warehouse_id="main", refunds=[refund_id(story)], paid=[refund_id(story)],
    )  # fmt: skip
