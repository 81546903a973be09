"""Longest matching pattern wins; what fits nowhere, or in two places alike, is an error."""

from __future__ import annotations

import pytest

from infra.functions.model import Function, Http
from infra.routes import Operation, RoutingError, assign, pattern_rank


def _function(name: str, *patterns: str, domain: str = "orders") -> Function:
    return Function(name=name, domain=domain, trigger=Http(patterns))


def _op(method: str, path: str, domain: str = "orders") -> Operation:
    return Operation(method, path, f"functions.{domain}.app")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("GET /v1/orders", "/v1/orders", True),
        ("GET /v1/orders", "/v1/orders/{id}", False),
        ("GET /v1/orders/*", "/v1/orders", False),
        ("GET /v1/orders/*", "/v1/orders/{id}", True),
        ("GET /v1/orders/*", "/v1/orders/{id}/timeline", True),
        ("GET /v1/orders/*/timeline", "/v1/orders/{id}/timeline", True),
        ("GET /v1/orders/*/timeline", "/v1/orders/{id}/timeline/more", False),
        ("POST /v1/orders/*", "/v1/orders/{id}", False),
        ("ANY /v1/orders/*", "/v1/orders/{id}", True),
    ],
)
def test_what_a_pattern_fits(pattern: str, path: str, fits: bool) -> None:
    assert (pattern_rank(pattern, "GET", path) is not None) is fits


def test_the_longest_pattern_wins() -> None:
    wide, narrow = _function("wide", "ANY /v1/orders/*"), _function("narrow", "POST /v1/orders/*/cancel")
    cancel, read = _op("POST", "/v1/orders/{id}/cancel"), _op("GET", "/v1/orders/{id}")
    assert {op: f.name for op, f in assign([cancel, read], [wide, narrow]).items()} == {cancel: "narrow", read: "wide"}


def test_a_literal_segment_wins_over_a_star_and_a_named_method_over_any() -> None:
    star, literal, named = _function("star", "GET /v1/*"), _function("literal", "ANY /v1/me"), _function("named", "PUT /v1/me")
    get, put, other = _op("GET", "/v1/me"), _op("PUT", "/v1/me"), _op("GET", "/v1/you")
    assert [f.name for f in assign([get, put, other], [star, literal, named]).values()] == ["literal", "named", "star"]


def test_every_fault_is_told_at_once() -> None:
    table = [
        _function("one", "GET /v1/same"),
        _function("two", "GET /v1/same"),
        _function("idle", "GET /v1/never"),
        _function("foreign", "GET /v1/foreign", domain="payments"),
    ]
    with pytest.raises(RoutingError) as told:
        assign([_op("GET", "/v1/same"), _op("GET", "/v1/nowhere"), _op("GET", "/v1/foreign")], table)
    assert str(told.value).splitlines() == [
        "GET /v1/same belongs to several functions alike: one, two",
        "GET /v1/nowhere (functions.orders.app) belongs to no function",
        "GET /v1/foreign is in functions.orders.app, but its function foreign runs functions.payments.app",
        "no app has a path for the function one",
        "no app has a path for the function two",
        "no app has a path for the function idle",
        "no app has a path for the function foreign",
    ]
