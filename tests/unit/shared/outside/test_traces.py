"""X43: one trace id, as W3C writes it, made of the correlation id; what the specification tells to ignore is ignored."""

from __future__ import annotations

import re

import pytest

from functions.shared.outside.observability import correlated, correlation_id, fact, trace_headers
from functions.shared.outside.traces import correlation_of, trace_id, traceparent

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
VALID = f"00-{TRACE}-{SPAN}-01"


@pytest.mark.parametrize("parent", [VALID, f"01-{TRACE}-{SPAN}-00-what-comes-later", f" {VALID} "])
def test_a_callers_trace_goes_on(parent: str) -> None:
    assert correlation_of({"traceparent": parent, "x-correlation-id": "theirs"}, "request") == TRACE
    assert trace_id(TRACE) == TRACE


@pytest.mark.parametrize(
    "parent",
    [
        "", "00", VALID.upper(), f"ff-{TRACE}-{SPAN}-01", f"00-{'0' * 32}-{SPAN}-01", f"00-{TRACE}-{'0' * 16}-01", f"{VALID}-more",
        f"00-{TRACE}-{SPAN}", VALID + "\n" + VALID, VALID * 1000, f"00-{TRACE[:-1]}é-{SPAN}-01", f"0٠-{TRACE}-{SPAN}-01",
    ],
)  # fmt: skip
def test_what_is_no_trace_is_ignored(parent: str) -> None:
    assert correlation_of({"traceparent": parent}, "request") == "request"
    assert correlation_of({"traceparent": parent, "x-correlation-id": "c" * 500}, "request") == "c" * 128


@pytest.mark.parametrize(
    ("correlation", "trace"),
    [
        ("5e804303-43ec-4a96-a63c-f4f17a395524", "5e80430343ec4a96a63cf4f17a395524"), (TRACE.upper(), TRACE), ("", ""),
        ("0" * 32, None), ("order 7 🛍", None),
    ],
)  # fmt: skip
def test_a_correlation_id_has_one_trace_id(correlation: str, trace: str | None) -> None:
    made = trace_id(correlation)
    assert made == trace if trace is not None else re.fullmatch(r"[0-9a-f]{32}", made)
    assert made == trace_id(correlation)
    assert not made or made.strip("0")


def test_lines_name_trace_and_span(caplog: pytest.LogCaptureFixture) -> None:
    with correlated(VALID[3:35]):
        fact("first")
        with correlated(correlation_id()):
            fact("second")
        header = trace_headers(correlation_id())["traceparent"]
    fact("outside")
    first, second, outside = [vars(line) for line in caplog.records]
    assert first["trace_id"] == second["trace_id"] == TRACE
    assert first["span_id"] != second["span_id"]
    assert header == f"00-{TRACE}-{first['span_id']}-01"
    assert (outside["trace_id"], outside["span_id"]) == ("", "")
    assert traceparent("", "") == {}
