"""Time decides what nobody has: each deadline once, however often it is met."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Party, ReturnKind, ReturnState, Step
from functions.aftersales.returns.answers import decided
from functions.aftersales.returns.pay_back import pay_back
from functions.aftersales.returns.see_to_label import see_to_label
from functions.aftersales.returns.send_again import approve_by_time
from functions.aftersales.returns.write_case import unremembered, write_step
from functions.aftersales.store.cases import case_writes, find_case
from functions.aftersales.store.due import due_now
from functions.aftersales.store.rules import case_rules
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.queues import Message, send_all
from functions.shared.plain import times
from functions.shared.store.again import again
from functions.shared.store.transactions import transact


def sweep() -> int:
    """Put every case and complaint that is due onto the queue `returns`; returns how many."""
    sent = send_all("returns", map(Message, due_now(times.iso(clock.now()))))
    fact("cases.swept", sent=sent)
    return sent


def run_due(case_id: str) -> None:
    """Decide what is due, see to its waybill, then pay what is to be paid."""
    again(lambda: _decide(case_id))
    see_to_label(case_id)
    pay_back(case_id)


def _decide(case_id: str) -> None:
    case = find_case(case_id)
    if case is None or not case.deadline or times.iso(clock.now()) < case.deadline:
        return
    match case.state:
        case ReturnState.REQUESTED:
            # The shop was asked and said nothing: that is a yes (G07).
            after = decided(case, Step.APPROVE, Party.TIME, case_rules()[0], clock.now())
            approve_by_time(case, replace(after, decided_by="deadline"))
        case ReturnState.COUNTER_OFFERED:
            # Silence takes no offer: what was asked for is still open, and the shop's to decide.
            after = decided(case, Step.DECLINE, Party.TIME, case_rules()[0], clock.now())
            write_step(Step.DECLINE, case, after, actor=SYSTEM, remember=unremembered)
        case ReturnState.APPROVED if case.unsent:
            # What could not be paid back then may be by now: it is tried anew.
            return
        case ReturnState.APPROVED | ReturnState.IN_TRANSIT if case.kind is ReturnKind.WITHDRAWAL:
            _missing(case, "not_sent" if case.state is ReturnState.APPROVED else "not_arrived")
        case ReturnState.REFUNDED if case.paid_on_proof and not case.has_come and not case.stuck:
            # Its money went on the proof that it was sent, and nothing came.
            _show(case, "not_arrived", _so_long())
        case ReturnState.APPROVED if case.swap and case.swap.released:
            _show(case, "not_sent")
        case ReturnState.APPROVED:
            after = replace(case.stepped(Step.LAPSE, Party.TIME), ended_because="not_sent")
            write_step(Step.LAPSE, case, after, actor=SYSTEM, remember=unremembered)
        case ReturnState.REJECTED | ReturnState.REFUNDED | ReturnState.RESHIPPED | ReturnState.EXCHANGED:
            write_step(Step.CLOSE, case, case.stepped(Step.CLOSE, Party.TIME), actor=SYSTEM, remember=unremembered)
        case ReturnState.ESCALATED:
            _show(case, "awaits_ruling")
        case _:
            _show(case, "not_arrived")


def _missing(case: Case, code: str) -> None:
    """A contract that its buyer withdrew from does not come back to life, and its money waits for the goods: people see it first, and so
    much later it is closed, unpaid. Goods that come after that are taken in, and paid, as any."""
    if case.stuck != code:
        _show(case, code, _so_long())
        return
    after = replace(case.stepped(Step.EXPIRE, Party.TIME), ended_because=code)
    write_step(Step.EXPIRE, case, after, actor=SYSTEM, remember=unremembered)


def _so_long() -> str:
    return times.iso(clock.now() + timedelta(hours=case_rules()[0].arrive_hours))


def _show(case: Case, code: str, until: str = "") -> None:
    """Goods that do not arrive, or a ruling that is due: nobody decides that by a clock alone."""
    transact(case_writes(case, replace(case.shown(code), deadline=until)))
    fact("case.stuck", case_id=case.id, order_id=case.order_id, code=code)
