"""P03: each alarm of money rings when what it is about happens. The faults are those that other tests seed; here they run for their
bell."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from functions.shared.plain.settings import settings
from infra.parts.alarms import MONEY
from tests.integration.payments import test_hard_cases
from tests.integration.payments.attempts import test_held_money
from tests.integration.payments.attempts.test_held_money import bus, held
from tests.integration.payments.disputes import test_disputes
from tests.integration.payments.reconciling import test_reconcile
from tests.integration.payments.reconciling.test_reconcile import bills
from tests.integration.payments.refunds import test_refunds
from tests.integration.payments.refunds.test_refunds import paid

__all__ = ["bills", "bus", "held", "paid"]

SEEDS: dict[str, Callable[..., None]] = {
    "payment.quarantined": test_hard_cases.test_a_second_charge_on_the_same_attempt_is_put_aside_and_alarmed_once,
    "payment.refund_failed": test_refunds.test_a_refused_refund_fails_and_can_be_tried_again,
    "payment.capture_failed": test_held_money.test_a_refused_capture_is_told_and_can_be_tried_again,
    "payment.disputed": test_disputes.test_a_chargeback_opens_one_case_and_holds_the_money,
    "reconciliation.differences": test_reconcile.test_each_fault_is_listed_by_its_kind_and_downloaded,
}


def test_no_alarm_of_money_is_without_a_fault() -> None:
    assert set(SEEDS) == set(MONEY)


@pytest.mark.parametrize("name", SEEDS)
def test_the_fault_rings(name: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> None:
    fault = SEEDS[name]
    given: dict[str, Any] = {one: request.getfixturevalue(one) for one in inspect.signature(fault).parameters}
    fault(**given)
    rung = [line.__dict__ for line in caplog.records if line.__dict__.get("alarm") == name]
    assert rung, "the metric that the alarm reads was not counted"
    for line in rung:
        assert line["alarms"] == [1.0]
        assert line["_aws"]["CloudWatchMetrics"] == [
            {"Namespace": settings().metrics_namespace, "Dimensions": [["alarm"]], "Metrics": [{"Name": "alarms", "Unit": "Count"}]}
        ]
