"""Looking at dependencies under a time limit."""

from __future__ import annotations

import time
from threading import Event

import pytest

from functions.platform.service.health import Health, look


def fine() -> None:
    pass


def broken() -> None:
    raise ConnectionError("secret host name")


def test_each_dependency_is_reported_on_its_own() -> None:
    """X42"""
    assert look({"tables": fine, "identity": broken}).checks == {"tables": "ok", "identity": "failed"}


def test_a_hanging_dependency_costs_the_time_limit_and_no_more() -> None:
    """X42"""
    release = Event()
    started = time.monotonic()
    seen = look({"tables": fine, "identity": lambda: release.wait(10)}, limit=0.1)
    taken = time.monotonic() - started
    release.set()
    assert seen.checks == {"tables": "ok", "identity": "timeout"}
    assert taken < 2


@pytest.mark.parametrize(
    ("checks", "status"),
    [
        ({"tables": "ok"}, "ok"),
        ({"tables": "ok", "identity": "ok"}, "ok"),
        ({"tables": "ok", "identity": "timeout"}, "degraded"),
        ({"tables": "failed", "identity": "ok"}, "failed"),
        ({"tables": "timeout"}, "failed"),
    ],
)
def test_without_tables_nothing_is_served(checks: dict[str, str], status: str) -> None:
    assert Health(checks).status == status
