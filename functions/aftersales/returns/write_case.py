"""One step of a case, written with its event and all that it moves, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Step
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.returns.its_order import with_its_label, with_its_order
from functions.aftersales.returns.over import asked_about, with_its_end
from functions.aftersales.store.cases import as_written, case_writes, holds_otherwise, pieces_of
from functions.aftersales.store.records import AftersalesTable, case_pk
from functions.orders import order_summary
from functions.shared.events.contracts.returns import (
    PiecesInCase,
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnCounterOffered,
    ReturnDiagnosed,
    ReturnEscalated,
    ReturnExchanged,
    ReturnExchangeUndone,
    ReturnInspected,
    ReturnOfferDeclined,
    ReturnQuoted,
    ReturnQuotePaid,
    ReturnRefunded,
    ReturnRejected,
    ReturnRepaired,
    ReturnRequested,
    ReturnReshipped,
    ReturnRuled,
    ReturnSent,
    ReturnSentBack,
    ReturnTakenIn,
    ReturnUnrepaired,
    ReturnWithdrawn,
)
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.outside.observability import fact
from functions.shared.store.transactions import Put, Remember, Write, transact

TOLD: Mapping[Step, Callable[[dict[str, Any]], Payload]] = {
    Step.OPEN: lambda told: ReturnRequested(**told),
    Step.WITHDRAW: lambda told: ReturnWithdrawn(**told),
    Step.APPROVE: lambda told: ReturnApproved(**told),
    Step.ACCEPT: lambda told: ReturnApproved(**told),
    Step.REJECT: lambda told: ReturnRejected(**told),
    Step.REFUSE_GOODS: lambda told: ReturnRejected(**told),
    Step.COUNTER_OFFER: lambda told: ReturnCounterOffered(**told),
    Step.DECLINE: lambda told: ReturnOfferDeclined(**told),
    Step.SHIP: lambda told: ReturnSent(**told),
    Step.RECEIVE: lambda told: ReturnInspected(**told),
    Step.ARRIVE: lambda told: ReturnInspected(**told),
    Step.PAY: lambda told: ReturnRefunded(**told),
    Step.SEND_AGAIN: lambda told: ReturnReshipped(**told),
    Step.TAKE_IN: lambda told: ReturnTakenIn(**told),
    Step.BEGIN_REPAIR: lambda told: ReturnDiagnosed(**told),
    Step.QUOTE: lambda told: ReturnQuoted(**told),
    Step.QUOTE_PAID: lambda told: ReturnQuotePaid(**told),
    Step.FIX: lambda told: ReturnRepaired(**told),
    Step.GIVE_UP: lambda told: ReturnUnrepaired(**told),
    Step.SEND_BACK: lambda told: ReturnSentBack(**told),
    Step.EXCHANGE: lambda told: ReturnExchanged(**told),
    Step.EXCHANGE_ENDS: lambda told: ReturnCancelled(**told),
    Step.UNDO_EXCHANGE: lambda told: ReturnExchangeUndone(**told),
    Step.ESCALATE: lambda told: ReturnEscalated(**told),
    Step.RULE_FOR_BUYER: lambda told: ReturnRuled(**told),
    Step.RULE_FOR_SHOP: lambda told: ReturnRuled(**told),
    Step.CANCEL: lambda told: ReturnCancelled(**told),
    Step.LAPSE: lambda told: ReturnCancelled(**told),
    Step.EXPIRE: lambda told: ReturnClosed(**told),
    Step.COME_LATE: lambda told: ReturnInspected(**told),
    Step.END_BY_HAND: lambda told: ReturnClosed(**told),
    Step.CLOSE: lambda told: ReturnClosed(**told),
}


def write_step(
    step: Step,
    before: Case | None,
    after: Case,
    *,
    actor: Actor,
    remember: Remember[Case],
    pieces: CasePieces | None = None,
    moved: Sequence[Write] = (),
) -> Case:
    """The case as written; the order it has placed goes on or ends with it. `pieces`: of the case's order, where they were read already;
    `moved`: what belongs to the step beside it. Raises Overtaken, and as `with_its_order` does."""
    after, its_order = with_its_order(before, with_its_label(with_its_end(before, after)), actor=actor)
    if pieces is None and before is not None and holds_otherwise(before, after):
        pieces = pieces_of(after.order_id)
    written = as_written(after)
    transact(
        [
            *case_writes(before, after, pieces),
            told_of(step, after, actor),
            *moved,
            *its_order,
            *asked_about(before, after),
            *remember(written),
        ]
    )
    fact("case.moved", case_id=after.id, order_id=after.order_id, step=step.value, state=after.state.value)
    return written


def told_of(step: Step, after: Case, actor: Actor, *, at: datetime | None = None) -> Put:
    """The event of the step that leads to `after`, which is not written yet. `at`: when it is told; now, unless given."""
    cause = f"{step.value} {after.version + 1}"
    return event_put(AftersalesTable, case_pk(after.id), _told(step, after), subject=after.id, actor=actor, cause=cause, at=at)


def unremembered(_case: Case) -> Sequence[Write]:
    """Of a step that nobody called for."""
    return []


def _told(step: Step, case: Case) -> Payload:
    lines = [
        PiecesInCase(
            line.line_id,
            line.variant_id,
            line.sku,
            line.quantity,
            line.reason.value,
            {grade.value: pieces for grade, pieces in line.received.items()},
        )
        for line in case.lines
    ]
    told: dict[str, Any] = {
        "return_id": case.id,
        "order_id": case.order_id,
        "number": case.number,
        "kind": case.kind.value,
        "status": case.state.value,
        "amount": case.amount_due,
        "currency": case.currency,
        "deadline": case.deadline,
        "because": case.ended_because,
        "lines": lines,
        "replacement": case.replacement,
        "to_pay": case.to_pay,
    }
    if step is Step.EXCHANGE:
        told["order"] = order_summary(case.order_id)
    return TOLD[step](told)
