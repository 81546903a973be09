"""A function whose time is nearly over says so: 503, which every client may ask again, instead of a 502 of the gateway."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from functions.orders.app import app as orders
from functions.shared.store.records import connection
from functions.stock.app import app as stock
from tests.integration.catalog.support import staff
from tests.support.http import Client


@pytest.fixture(autouse=True)
def _fresh() -> None:
    connection.cache_clear()


def having(seconds: float) -> SimpleNamespace:
    return SimpleNamespace(get_remaining_time_in_millis=lambda: seconds * 1000)


def test_a_write_that_there_is_no_time_for_is_503_and_works_the_next_time() -> None:
    """P02"""
    guest, key = Client(orders), {"idempotency-key": "asked-again-after-a-while"}
    guest.context = having(0.5)
    refused = guest.post("/v1/carts", {"currency": "CNY"}, **key)
    assert (refused.status, refused.code) == (503, "unavailable")
    assert refused.headers["retry-after"] == "1"
    guest.context = having(15)
    assert guest.post("/v1/carts", {"currency": "CNY"}, **key).status == 201


def test_a_read_that_there_is_no_time_for_is_503() -> None:
    asking = staff()
    asking.app, asking.context = stock, having(0.5)
    refused = asking.get("/v1/admin/stock_settings")
    assert (refused.status, refused.code) == (503, "unavailable")
