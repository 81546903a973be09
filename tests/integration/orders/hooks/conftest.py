"""What is known of hooks is forgotten between tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.orders.hooks import ask
from functions.orders.store.hooks import circuits
from tests.support.hooks.server import HookServer, hook_server


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    ask.forget()
    circuits.forget()
    yield
    ask.forget()
    circuits.forget()


@pytest.fixture
def outside() -> Iterator[HookServer]:
    with hook_server() as server:
        yield server
