"""What a decision means for the case: whose turn it is next, and until when. Whoever decides: staff, the buyer, or time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import Party, Step
from functions.aftersales.model.policy import CaseRules
from functions.aftersales.model.return_label import label_by
from functions.shared.plain import times


def decided(case: Case, step: Step, by: Party, rules: CaseRules, now: datetime) -> Case:
    """After approve, accept or decline. Raises IllegalTransition (409)."""
    after = case.stepped(step, by)
    if step is Step.DECLINE:
        after = replace(after, offered=None, offers_declined=case.offers_declined + 1)
        return replace(after, deadline=times.iso(now + timedelta(hours=rules.answer_hours)))
    if after.keeps_goods:
        return after
    if after.swap and after.swap.ships_first and after.swap.covered:
        after = replace(after, swap=replace(after.swap, released=True))
    if rules.label:
        after = replace(after, label=label_by(rules.label, buyer_pays=after.buyer_pays_freight, currency=after.currency))
    send_by = times.iso(now + timedelta(hours=rules.send_hours))
    return replace(after, deadline=send_by, return_address=case.return_address or rules.return_address)


def rejected(case: Case, rules: CaseRules, now: datetime, reason: str) -> Case:
    """Until its date either side may have somebody else rule. Raises IllegalTransition (409)."""
    until = times.iso(now + timedelta(hours=rules.escalate_hours))
    return replace(case.stepped(Step.REJECT, Party.STAFF), ended_because="rejected", answer=reason, deadline=until)
