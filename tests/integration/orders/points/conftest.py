"""A shop with the keys of the simulated couriers and of the provider of pick-up points."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.orders.store import rules_store
from functions.shared.plain import settings
from tests.integration.orders.points.point_shop import points_in_poland
from tests.support.simulated_couriers import Couriers, shop_of, simulated_couriers


@pytest.fixture(scope="session")
def _couriers() -> Iterator[Couriers]:
    with simulated_couriers() as made:
        yield made


@pytest.fixture(autouse=True)
def couriers(_couriers: Couriers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Couriers]:
    monkeypatch.setenv("COURIER_SANDBOX_URL", f"{_couriers.url}/sandbox/providers/couriers/sandbox")
    with shop_of(_couriers, monkeypatch) as shop:
        points_in_poland()
        yield shop
    rules_store.forget()
    settings.settings.cache_clear()
