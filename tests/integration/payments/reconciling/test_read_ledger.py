"""The ledger by order, account and time, page by page. F-D8"""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.payments.store.records import LedgerRecord, PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.payments.shop import Shop, told

URL = "/v1/admin/ledger"


def paid(shop: Shop, count: int) -> list[str]:
    orders = []
    for number in range(count):
        order_id = shop.place()
        shop.webhook(told(shop.pay(order_id=order_id).json, key=f"sbxevt_{number}"))
        orders.append(order_id)
    shop.work()
    return orders


def read(shop: Shop, query: str) -> list[str]:
    """The orders of all pages."""
    found, cursor = [], ""
    while True:
        page = shop.finance.get(f"{URL}?{query}" + (f"&cursor={cursor}" if cursor else ""))
        assert page.status == 200, page.text
        found += [line["order_id"] for line in page.json["data"]]
        cursor = page.json["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize("earlier_version", [False, True])
def test_pages_hold_everything_once_also_what_came_in_one_moment(shop: Shop, earlier_version: bool) -> None:
    with clock.frozen(clock.now()):
        orders = paid(shop, 5)
    if earlier_version:
        for record in list(LedgerRecord.scan(PaymentsTable.kind == "ledger"))[:3]:
            record.update([LedgerRecord.gsi2pk.remove(), LedgerRecord.gsi2sk.remove()])
    for query in ("limit=2", "limit=2&account=provider:sandbox:sandbox", "limit=1", "limit=100"):
        assert sorted(read(shop, query)) == sorted(orders)
    assert read(shop, "account=fees:sandbox") == []
    assert read(shop, f"order={orders[0]}") == [orders[0]]
    assert read(shop, f"order={orders[0]}&account=order:{orders[1]}") == []


def test_by_time(shop: Shop) -> None:
    (order,) = paid(shop, 1)
    today, hour = clock.now(), timedelta(hours=1)
    assert read(shop, f"from={times.iso(today - hour)}&to={times.iso(today + hour)}") == [order]
    assert read(shop, f"from={times.iso(today - 2 * hour)}&to={times.iso(today - hour)}") == []
    day = (today + timedelta(hours=8)).date()
    assert read(shop, f"from={day}&to={day}") == [order]
    assert read(shop, f"from={day - timedelta(days=2)}&to={day - timedelta(days=1)}") == []


def test_lines_add_up_and_name_their_accounts(shop: Shop) -> None:
    (order,) = paid(shop, 1)
    (line,) = shop.finance.get(f"{URL}?order={order}").json["data"]
    (payment,) = shop.finance.get(f"/v1/admin/payments?order={order}").json["data"]
    assert (line["payment_id"], line["order_number"]) == (payment["id"], payment["order_number"])
    assert [(one["account"], one["amount"]["amount"]) for one in line["postings"]] == [
        ("provider:sandbox:sandbox", 12900),
        (f"order:{order}", -12900),
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=yesterday", 422), ("from=0001-01-01", 422), ("to=9999-12-31", 422), ("from=2026-02-30", 422), ("from=2020-01-01", 422),
        ("from=2026-02-02&to=2026-02-01", 422), ("cursor=x", 400), ("limit=0", 422), ("limit=101", 422),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(shop: Shop, query: str, status: int) -> None:
    assert shop.finance.get(f"{URL}?{query}").status == status
