"""The one line of a request or record: a metric stands in it only where something went wrong."""

from __future__ import annotations

import time

import pytest

from functions.shared.outside.observability import alarmed, broken, measured
from functions.shared.plain.settings import settings


def fields(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    (line,) = caplog.records
    return line.__dict__


def test_what_goes_well_is_no_metric(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        measured("request", time.perf_counter(), failed=False, operation="GET /v1/carts")
    line = fields(caplog)
    assert (line["operation"], "_aws" in line, "errors" in line) == ("GET /v1/carts", False, False)
    assert isinstance(line["duration"], float)


def test_what_fails_counts_for_its_domain(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        measured("record", time.perf_counter(), failed=True, consumer="fulfilment")
    line = fields(caplog)
    assert (line["errors"], line["domain"], line["consumer"]) == ([1.0], "test", "fulfilment")
    assert line["_aws"]["CloudWatchMetrics"] == [  # type: ignore[index]
        {"Namespace": settings().metrics_namespace, "Dimensions": [["domain"]], "Metrics": [{"Name": "errors", "Unit": "Count"}]}
    ]


def test_what_breaks_in_a_run_counts_for_its_domain(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise KeyError("x")
    except KeyError:
        broken("item failed", job="prices-due")
    line = fields(caplog)
    assert (line["errors"], line["domain"], line["job"], line["levelname"]) == ([1.0], "test", "prices-due", "ERROR")


def test_an_alarm_rings_by_its_name(caplog: pytest.LogCaptureFixture) -> None:
    alarmed("payment.disputed", subject="dsp_1")
    line = fields(caplog)
    assert (line["alarms"], line["alarm"], line["subject"], line["levelname"]) == ([1.0], "payment.disputed", "dsp_1", "WARNING")
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["alarm"]]  # type: ignore[index]
