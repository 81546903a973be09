"""A shop with the keys of the simulated couriers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.simulated_couriers import Couriers, shop_of, simulated_couriers


@pytest.fixture(scope="session")
def _couriers() -> Iterator[Couriers]:
    with simulated_couriers() as made:
        yield made


@pytest.fixture
def couriers(_couriers: Couriers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Couriers]:
    with shop_of(_couriers, monkeypatch) as shop:
        yield shop
