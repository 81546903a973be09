"""Somebody outside who is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.hooks.server import HookServer, hook_server


@pytest.fixture
def outside() -> Iterator[HookServer]:
    with hook_server() as server:
        yield server
