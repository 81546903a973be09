"""Steps are data: who may take which, and which pieces a case holds after each."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.aftersales.model.case import Case, CaseLine, Grade
from functions.aftersales.model.case_steps import OPEN, STEPS, Party, ReturnKind, ReturnState, Step
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.model.policy import Clause, Freight
from functions.aftersales.model.reasons import Reason
from functions.shared.plain.errors import Conflict, Invalid

CLAUSE = Clause("default", 14, "", Freight.BUYER, 0)
LINES = [CaseLine("a", "var_a", "A", 2, Reason.DAMAGED, CLAUSE), CaseLine("b", "var_b", "B", 1, Reason.OTHER, CLAUSE)]
CASE = Case("ret_1", "ord_1", "N1", "", ReturnKind.RETURN, LINES, "CNY", 900, "2025-03-10T00:00:00.000Z")


@given(
    st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(sorted(Party))), max_size=30), st.sampled_from(sorted(ReturnKind))
)
def test_any_walk_obeys_the_table(walk: list[tuple[Step, Party]], kind: ReturnKind) -> None:
    case = replace(CASE, kind=kind)
    for step, by in walk:
        rule = STEPS[step]
        allowed = case.state in rule.since and by in rule.by and kind in rule.kinds
        try:
            case = case.stepped(step, by)
        except Conflict:
            assert not allowed
        else:
            assert allowed
            assert case.state is rule.to
        # What was withdrawn from by law stays withdrawn: goods that come after their case was closed are paid for all the same.
        by_law = kind is ReturnKind.WITHDRAWAL and case.state is not ReturnState.CANCELLED
        assert bool(case.held) is (case.is_open or by_law)


def test_every_state_is_reached_and_some_are_ends() -> None:
    assert {rule.to for rule in STEPS.values()} | {ReturnState.REQUESTED} == set(ReturnState)
    # An exchange whose order is cancelled after all is not over, although it was closed; nor a withdrawal whose goods come after all.
    again = (Step.UNDO_EXCHANGE, Step.COME_LATE)
    left = {state for step, rule in STEPS.items() for state in rule.since if step not in again}
    assert set(ReturnState) - left == {ReturnState.CANCELLED, ReturnState.CLOSED}
    assert left >= OPEN


@pytest.mark.parametrize("step", [Step.APPROVE, Step.REJECT, Step.COUNTER_OFFER, Step.RECEIVE, Step.PAY, Step.CLOSE])
def test_a_buyer_does_not_decide(step: Step) -> None:
    assert Party.BUYER not in STEPS[step].by


def test_what_is_held() -> None:
    graded = replace(
        CASE, lines=[replace(LINES[0], received={Grade.AS_NEW: 1, Grade.NOT_OURS: 1}), replace(LINES[1], received={Grade.NOT_OURS: 0})]
    )
    assert CASE.held == {"a": 2, "b": 1}
    assert replace(graded, state=ReturnState.INSPECTED).held == {"a": 1}
    assert replace(graded, state=ReturnState.REFUNDED, refunds=["ref_1"]).held == {"a": 1}
    assert replace(CASE, state=ReturnState.REJECTED).held == {}
    assert replace(graded, state=ReturnState.CLOSED, refunds=["ref_1"]).held == {"a": 1}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 4)), max_size=30), st.integers(0, 6))
def test_never_more_in_cases_than_were_sent(wanted: list[tuple[str, int]], sent: int) -> None:
    pieces = CasePieces("ord_1")
    for n, (line, quantity) in enumerate(wanted):
        with suppress(Invalid):
            pieces.check({line: quantity}, {"a": sent, "b": sent})
            pieces = pieces.holding(f"ret_{n}", {line: quantity})
    assert max(pieces.taken().values(), default=0) <= sent
    assert pieces.taken()["c"] == 0
