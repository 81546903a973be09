"""A case that is done is closed by time; once it is closed, its buyer is asked how it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.model.survey import SurveyOf
from functions.aftersales.returns.whose_case import SHOP
from functions.aftersales.store.plan_survey import survey_writes
from functions.aftersales.store.rules import case_rules
from functions.orders import bought_pieces
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.store.transactions import Write

DONE = frozenset({ReturnState.REFUNDED, ReturnState.RESHIPPED, ReturnState.EXCHANGED})
_BY_TIME = "deadline"


def with_its_end(before: Case | None, after: Case) -> Case:
    """With the date on which it is closed, where it has just been done."""
    if after.state not in DONE or after.deadline or (before is not None and before.state is after.state):
        return after
    return replace(after, deadline=times.iso(clock.now() + timedelta(hours=case_rules()[0].close_hours)))


def asked_about(before: Case | None, after: Case) -> list[Write]:
    """Its survey, where it is closed by this; a case that is closed again is not asked about again."""
    if after.state is not ReturnState.CLOSED or before is None or before.state is ReturnState.CLOSED:
        return []
    agent = next((who for who in (before.decided_by, after.decided_by) if who and who != _BY_TIME), "")
    reasons = Counter[str]()
    for line in after.lines:
        reasons[line.reason.value] += line.quantity
    ((reason, _),) = reasons.most_common(1)
    of = SurveyOf("case", after.id, after.order_id, after.customer_id, agent, _seller(after), reason)
    return survey_writes(of)


def _seller(case: Case) -> str:
    """Of the goods of its first line; "" for the shop's own."""
    lines = bought_pieces(case.order_id, caller=SHOP, order_token=None).order.lines
    return next((line.merchant_id or "" for line in lines if line.line_id == case.lines[0].line_id), "")
