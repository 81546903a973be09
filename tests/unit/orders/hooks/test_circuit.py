"""X22: who fails again and again is left alone, longer each time, and tried by one caller."""

from __future__ import annotations

from functions.orders.model.hooks.circuit import LONGEST_REST, MOST_FAILURES, REST, TRY, Circuit, Standing


def opened(now: float) -> Circuit:
    circuit = Circuit()
    for _ in range(MOST_FAILURES):
        circuit = circuit.failed(now)
    return circuit


def test_it_opens_with_the_last_failure_in_a_row() -> None:
    circuit = Circuit()
    for n in range(1, MOST_FAILURES):
        circuit = circuit.failed(100.0)
        assert (circuit.failures, circuit.standing(100.0)) == (n, Standing.CLOSED)
    assert circuit.failed(100.0).standing(100.0) is Standing.OPEN


def test_after_its_rest_it_is_half_open_and_who_claims_it_shuts_it_for_the_others() -> None:
    circuit = opened(100.0)
    assert (circuit.standing(100.0 + REST - 0.1), circuit.standing(100.0 + REST)) == (Standing.OPEN, Standing.HALF_OPEN)
    tried = circuit.claimed(130.0)
    assert (tried.standing(130.1), tried.standing(130.0 + TRY)) == (Standing.OPEN, Standing.HALF_OPEN)


def test_each_try_that_fails_doubles_the_rest_up_to_the_longest() -> None:
    circuit, now, rests = opened(0.0), 0.0, []
    for _ in range(6):
        rests.append(circuit.rest)
        now = circuit.until
        circuit = circuit.claimed(now).failed(now + 1)
    assert rests == [30, 60, 120, 240, 300, LONGEST_REST]


def test_who_was_under_way_when_it_opened_makes_no_rest_longer() -> None:
    circuit = opened(100.0)
    assert circuit.failed(101.0) == circuit
