"""X37, R07: orders of years that the nightly job has gone through already, or begins after, are emptied as well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from functions.orders import contact
from functions.orders.app import app as orders_app
from functions.privacy.app import keep_periods
from functions.privacy.retaining import old_orders
from functions.shared.outside import clock
from tests.integration.moving.conftest import bring, order, orders_file
from tests.support.http import Client
from tests.support.identity import bearer

OVER = datetime(2035, 2, 1, tzinfo=UTC)
"""Ten years after the end of 2024, and some days."""


def _noted() -> list[str]:
    items = boto3.client("dynamodb").scan(TableName="privacy")["Items"]
    return [item["sk"]["S"] for item in items if item["sk"]["S"].startswith("IMPORTED_MONTH#")]


def test_what_comes_after_its_period_goes_in_the_next_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_orders, "FIRST_MONTH", "2034-12")
    file = orders_file(order("#1001"))
    with clock.frozen(OVER):
        keep_periods({}, None)
        (order_id,) = bring(file, "orders").ids()
        assert contact(order_id).email
        assert keep_periods({}, None)["emptied"] == 0, "the order may be on its way behind the note"
        assert _noted() == ["IMPORTED_MONTH#2024-03"]
    with clock.frozen(OVER + timedelta(hours=2)):
        assert keep_periods({}, None)["emptied"] == 1
        assert _noted() == []
        assert not contact(order_id).email
        assert Client(orders_app, bearer("owner")).get(f"/v1/admin/orders/{order_id}").json["totals"]["total"]["amount"] == 2390
        assert bring(file, "orders").counts["unchanged"] == 1, "and the same file brings nobody back"
        assert not contact(order_id).email


def test_a_month_stays_noted_until_its_longest_period_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is gone through once for each length; what is imported meanwhile has it gone through again."""
    monkeypatch.setattr(old_orders, "FIRST_MONTH", "2034-12")
    with clock.frozen(datetime(2028, 2, 1, tzinfo=UTC)):
        (order_id,) = bring(orders_file(order("#1001")), "orders").ids()
    with clock.frozen(datetime(2028, 2, 2, tzinfo=UTC)):
        assert keep_periods({}, None)["emptied"] == 0, "China's three years are over, and it is not of China"
        assert _noted() == ["IMPORTED_MONTH#2024-03"]
    assert contact(order_id).email
    with clock.frozen(OVER):
        assert keep_periods({}, None)["emptied"] == 1
        assert _noted() == []
