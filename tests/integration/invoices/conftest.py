"""The simulated provider of e-invoices: served once, given to each test as new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.invoices.simulated import Platform, shop_of, simulated_platform


@pytest.fixture(scope="package")
def _served() -> Iterator[Platform]:
    with simulated_platform() as made:
        yield made


@pytest.fixture
def platform(_served: Platform, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    with shop_of(_served, monkeypatch) as made:
        yield made
