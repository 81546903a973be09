"""Time decides what nobody has: each deadline once, however often it is met."""

from __future__ import annotations

from dataclasses import replace

from functions.aftersales.model.case import Case, Party, ReturnState, Step
from functions.aftersales.returns.answers import decided
from functions.aftersales.returns.pay_back import pay_back
from functions.aftersales.returns.write_case import unremembered, write_step
from functions.aftersales.store.cases import case_writes, due_cases, find_case
from functions.aftersales.store.rules import case_rules
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def sweep() -> int:
    """Put every case that is due onto the queue `returns`; returns how many."""
    sent = send_all("returns", (Message({"case": case_id}) for case_id in due_cases(times.iso(clock.now()))))
    fact("cases.swept", sent=sent)
    return sent


def run_due(case_id: str) -> None:
    """Decide what is due, then pay what is to be paid."""
    again(lambda: _decide(case_id))
    pay_back(case_id)


def _decide(case_id: str) -> None:
    case = find_case(case_id)
    if case is None or not case.deadline or times.iso(clock.now()) < case.deadline:
        return
    match case.state:
        case ReturnState.REQUESTED:
            # The shop was asked and said nothing: that is a yes (G07).
            after = decided(case, Step.APPROVE, Party.TIME, case_rules()[0], clock.now())
            write_step(Step.APPROVE, case, replace(after, decided_by="deadline"), actor=SYSTEM, remember=unremembered)
        case ReturnState.COUNTER_OFFERED:
            # Silence takes no offer: what was asked for is still open, and the shop's to decide.
            after = decided(case, Step.DECLINE, Party.TIME, case_rules()[0], clock.now())
            write_step(Step.DECLINE, case, after, actor=SYSTEM, remember=unremembered)
        case ReturnState.APPROVED:
            after = replace(case.stepped(Step.LAPSE, Party.TIME), ended_because="not_sent")
            write_step(Step.LAPSE, case, after, actor=SYSTEM, remember=unremembered)
        case _:
            _show(case)


def _show(case: Case) -> None:
    """The goods do not arrive: nobody decides that by a clock."""
    transact(case_writes(case, replace(case, deadline="", stuck="not_arrived")))
    fact("case.stuck", case_id=case.id, order_id=case.order_id, code="not_arrived")
