"""What staff decide: yes, no with a reason, an offer instead, or that it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Party, Step
from functions.aftersales.returns.answers import decided, rejected
from functions.aftersales.returns.send_again import with_reship, write_approved
from functions.aftersales.returns.write_case import write_step
from functions.aftersales.store.cases import on_case
from functions.aftersales.store.rules import case_rules
from functions.shared.auth.caller import Caller
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.plain.money import Money
from functions.shared.store.transactions import Remember
from functions.shared.store.versions import check_version

MOST_OFFERS = 3


def approve(
    case_id: str,
    caller: Caller,
    return_address: str,
    reship: Mapping[str, int] | None,
    *,
    label: bool = True,
    despite_refund: bool = False,
    if_match: int | None,
    remember: Remember[Case],
) -> Case:
    """`label`: by the shop's own waybill, where the return policies name a carrier. `reship`: of a claim, the pieces by line that are sent
    once more; the others are paid back. Raises NotFound, IllegalTransition (409), VersionConflict (409), and as `with_reship` and
    `write_approved` do."""

    def yes(before: Case) -> Case:
        check_version(before.version, if_match)
        asked = replace(with_reship(before, reship), return_address=return_address)
        after = decided(asked, Step.APPROVE, Party.STAFF, case_rules()[0], clock.now())
        after = replace(after, decided_by=caller.id, label=after.label if label else None)
        return write_approved(Step.APPROVE, before, after, actor=caller.actor, remember=remember, despite_refund=despite_refund)

    return on_case(case_id, yes)


def reject(case_id: str, caller: Caller, reason: str, *, if_match: int | None, remember: Remember[Case]) -> Case:
    """Raises NotFound, IllegalTransition (409), VersionConflict (409)."""

    def no(case: Case) -> tuple[Step, Case]:
        return Step.REJECT, rejected(case, case_rules()[0], clock.now(), reason)

    return _by_staff(case_id, caller, no, if_match, remember)


def counter_offer(case_id: str, caller: Caller, amount: Money, note: str, *, if_match: int | None, remember: Remember[Case]) -> Case:
    """So much money, and the goods stay with the buyer. Raises NotFound, IllegalTransition (409), Conflict (409 `too_many_offers`),
    Invalid (422 `currency_mismatch`, `offer_too_high`: what the case itself would bring is the most), VersionConflict (409)."""

    def offer(case: Case) -> tuple[Step, Case]:
        after = case.stepped(Step.COUNTER_OFFER, Party.STAFF)
        if amount.currency != case.currency:
            raise Invalid.field("/amount/currency", "currency_mismatch", f"The order is in {case.currency}.")
        if amount.amount > case.amount:
            raise Invalid.field("/amount/amount", "offer_too_high", f"The case itself is about {case.amount}.")
        if case.offers_declined >= MOST_OFFERS:
            raise Conflict("The buyer declined often enough: approve or reject it.", code="too_many_offers")
        until = times.iso(clock.now() + timedelta(hours=case_rules()[0].offer_hours))
        return Step.COUNTER_OFFER, replace(after, offered=amount.amount, offer_note=note, deadline=until)

    return _by_staff(case_id, caller, offer, if_match, remember)


def close(case_id: str, caller: Caller, *, if_match: int | None, remember: Remember[Case]) -> Case:
    """Also one whose money cannot go by itself: people see to it. Raises NotFound, IllegalTransition (409) for one that is not done,
    VersionConflict (409)."""

    def end(case: Case) -> tuple[Step, Case]:
        if case.is_unpayable:
            return Step.END_BY_HAND, case.ended_by_hand()
        return Step.CLOSE, case.stepped(Step.CLOSE, Party.STAFF)

    return _by_staff(case_id, caller, end, if_match, remember)


def _by_staff(
    case_id: str, caller: Caller, decide: Callable[[Case], tuple[Step, Case]], if_match: int | None, remember: Remember[Case]
) -> Case:
    def attempt(before: Case) -> Case:
        check_version(before.version, if_match)
        step, after = decide(before)
        after = replace(after, decided_by=caller.id)
        return write_step(step, before, after, actor=caller.actor, remember=remember)

    return on_case(case_id, attempt)
