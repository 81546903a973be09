"""A shop with one more warehouse."""

from __future__ import annotations

import pytest

from tests.integration.orders.planning.shelves import a_warehouse


@pytest.fixture(autouse=True)
def one() -> None:
    a_warehouse("w1")
