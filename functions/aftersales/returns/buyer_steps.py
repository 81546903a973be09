"""What a buyer does in their case: take it back, answer an offer, send the goods, add evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Party, Step
from functions.aftersales.returns.answers import decided
from functions.aftersales.returns.whose_case import Asking, buyers_case, seen_case
from functions.aftersales.returns.write_case import write_step
from functions.aftersales.store.cases import as_written, case_writes
from functions.aftersales.store.evidence_files import check_evidence
from functions.aftersales.store.rules import case_rules
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact

MOST_EVIDENCE = 20


def cancel_case(case_id: str, asking: Asking, *, remember: Remember[Case]) -> Case:
    """Raises NotFound, Forbidden, IllegalTransition (409) once the goods are on their way."""

    def cancel(case: Case) -> tuple[Step, Case]:
        return Step.CANCEL, replace(case.stepped(Step.CANCEL, Party.BUYER), ended_because="withdrawn_by_buyer")

    return _by_buyer(case_id, asking, cancel, remember)


def answer_offer(case_id: str, asking: Asking, *, accept: bool, offer: int | None = None, remember: Remember[Case]) -> Case:
    """`offer`: which one is meant, by how many were declined before it. Raises NotFound, Forbidden, IllegalTransition (409) unless there is
    an offer, Conflict (409 `not_proposed`) where it is another one."""

    def answer(case: Case) -> tuple[Step, Case]:
        if offer not in (None, case.offers_declined):
            raise Conflict("Something else is offered by now.", code="not_proposed")
        step = Step.ACCEPT if accept else Step.DECLINE
        return step, decided(case, step, Party.BUYER, case_rules()[0], clock.now())

    return _by_buyer(case_id, asking, answer, remember)


def send_goods(case_id: str, asking: Asking, by: tuple[str, str] | None, *, remember: Remember[Case]) -> Case:
    """`by`: carrier and number of the buyer's own waybill; None: the shop's. Raises NotFound, Forbidden, IllegalTransition (409), Conflict
    (409 `goods_stay`, `no_label`)."""

    def send(case: Case) -> tuple[Step, Case]:
        arrives = clock.now() + timedelta(hours=case_rules()[0].arrive_hours)
        sent = case.stepped(Step.SHIP, Party.BUYER)
        label = case.label
        if by is None and (label is None or not label.waybill):
            raise Conflict("There is no waybill of the shop: tell your own.", code="no_label")
        carrier, waybill = by or (label.carrier, label.waybill) if label else by or ("", "")
        return Step.SHIP, replace(sent, carrier=carrier, waybill=waybill, deadline=times.iso(arrives))

    return _by_buyer(case_id, asking, send, remember)


def add_evidence(case_id: str, asking: Asking, media: Sequence[str], *, remember: Remember[Case]) -> Case:
    """By either side, while it is open. Raises NotFound, Forbidden, Conflict (409 `return_closed`, `evidence_over`,
    `too_many_files`), Invalid (422)."""

    def attempt() -> Case:
        case, bought = seen_case(case_id, asking)
        if not bought.is_buyer:
            asking.caller.require("orders.write")
        if not case.is_open:
            raise Conflict("The case is over.", code="return_closed")
        if case.evidence_until and times.iso(clock.now()) >= case.evidence_until:
            raise Conflict("The time to show evidence is over.", code="evidence_over")
        named = list(dict.fromkeys([*case.evidence, *media]))
        if len(named) > MOST_EVIDENCE:
            raise Conflict(f"{MOST_EVIDENCE} files are the most.", code="too_many_files")
        check_evidence(case.order_id, media)
        after = replace(case, evidence=named)
        transact([*case_writes(case, after), *remember(as_written(after))])
        return as_written(after)

    return again(attempt)


def _by_buyer(case_id: str, asking: Asking, decide: Callable[[Case], tuple[Step, Case]], remember: Remember[Case]) -> Case:
    def attempt() -> Case:
        before = buyers_case(case_id, asking)
        step, after = decide(before)
        return write_step(step, before, after, actor=asking.caller.actor, remember=remember)

    return again(attempt)
