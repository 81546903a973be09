"""The daily comparison of the providers' own bills with the ledger, as the schedule does it. E18"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.journeys.shopper import Shop, eventually

METHODS = {"alipay": "precreate", "stripe": "card", "unionpay": "app", "wechatpay": "native"}
FAULTS = ("missing", "extra", "wrong_amount", "wrong_fee")
TOTAL = 6900
FEE = 41
"""0.6 % of the total, rounded half up."""
NOON, AFTER = time(4, tzinfo=UTC), time(2, 35, tzinfo=UTC)
"""Noon in Beijing; when the bills of the day before are compared."""

Trade = tuple[dict[str, Any], dict[str, Any]]
"""An order and its payment."""


def test_every_planted_fault_and_nothing_else_is_listed(shop: Shop) -> None:
    """A day with refunds and a dispute agrees in every bill; on the next one each bill has one fault of each kind."""
    variant = str(shop.a_variant(stock=60)["id"])
    with shop.another_time() as set_to:
        compared = [date.fromisoformat(run["day"]) for run in _runs(shop)]
        clean = max([(shop.now() + timedelta(days=30)).date(), *(day + timedelta(days=1) for day in compared)])
        faulty = clean + timedelta(days=1)

        set_to(datetime.combine(clean, NOON))
        _each(lambda provider: _a_clean_day(shop, provider, variant))
        found = _compared(shop, set_to, clean)
        lines = {provider: run["lines"] for provider, run in found.items()}
        # Charged and given back, each in a line; at Stripe also two disputes (that move money out) and one that is won (back in).
        assert lines == {"alipay": 2, "stripe": 7, "unionpay": 2, "wechatpay": 2}
        assert {provider: set(run["differences"].values()) for provider, run in found.items()} == {provider: {0} for provider in METHODS}

        set_to(datetime.combine(faulty, NOON))
        planted = dict(zip(METHODS, _each(lambda provider: _a_faulty_day(shop, provider, variant)), strict=True))
        found = _compared(shop, set_to, faulty)
        for provider, run in found.items():
            assert run["differences"] == dict.fromkeys(FAULTS, 1)
            _agree(shop, run, planted[provider])


def _each(work: Callable[[str], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(METHODS)) as pool:
        return list(pool.map(work, METHODS))


def _a_clean_day(shop: Shop, provider: str, variant: str) -> None:
    order, _ = _paid(shop, provider, variant)
    path, finance = f"/v1/admin/orders/{order['id']}/refunds", shop.staff("finance")
    shop.send("POST", path, {"amount": {"amount": 700, "currency": "CNY"}, "reason": "journey"}, 201, **finance)
    eventually(lambda: shop.get(path, **finance)["data"], lambda refunds: refunds[0]["status"] == "succeeded")
    if provider == "stripe":
        for outcome in ("won", "lost"):
            _, payment = _paid(shop, provider, variant)
            assert shop.customer_does(payment, "dispute")["webhooks"] == [200]
            assert shop.customer_does(payment, f"dispute_{outcome}")["webhooks"] == [200]
        eventually(lambda: _closed(shop), lambda outcomes: outcomes >= {"won", "lost"})


def _closed(shop: Shop) -> set[str]:
    today = shop.now().date().isoformat()
    listed = shop.get("/v1/admin/disputes?state=closed&limit=100", **shop.staff("finance"))["data"]
    return {one["status"] for one in listed if one["opened_at"].startswith(today)}


def _a_faulty_day(shop: Shop, provider: str, variant: str) -> dict[str, Trade]:
    """A payment for each fault, by its kind."""
    trades = {fault: _paid(shop, provider, variant) for fault in FAULTS}
    for fault, (_, payment) in trades.items():
        shop.send("POST", f"/sandbox/payments/{provider}/{payment['reference']}", {"bill": fault})
    return trades


def _paid(shop: Shop, provider: str, variant: str) -> Trade:
    order, own = shop.placed_order(variant)
    payment = shop.payment(order, own, provider, method=METHODS[provider])
    assert shop.customer_does(payment)["webhooks"] == [200]
    shop.order_when(order["id"], own, lambda o: o["payment_status"] == "paid")
    return order, payment


def _compared(shop: Shop, set_to: Callable[[datetime], None], day: date) -> dict[str, dict[str, Any]]:
    """By provider the run of that day's bill, which the schedule of the next day started."""
    set_to(datetime.combine(day + timedelta(days=1), AFTER))
    assert shop.run("reconcile-daily")["planned"] >= len(METHODS)

    def runs() -> dict[str, dict[str, Any]]:
        return {run["provider"]: run for run in _runs(shop) if run["day"] == day.isoformat()}

    found: dict[str, dict[str, Any]] = eventually(
        runs, lambda found: found.keys() == METHODS.keys() and all(run["status"] == "done" for run in found.values()), 120
    )
    return found


def _runs(shop: Shop) -> list[dict[str, Any]]:
    """The latest day first."""
    listed: list[dict[str, Any]] = shop.get("/v1/admin/reconciliations?limit=100", **shop.staff("finance"))["data"]
    return listed


def _agree(shop: Shop, run: dict[str, Any], planted: dict[str, Trade]) -> None:
    """The list by kind and the file name exactly what was planted, with both sides' amounts."""
    path, finance = f"/v1/admin/reconciliations/{run['id']}/differences", shop.staff("finance")
    listed = {fault: shop.get(f"{path}?kind={fault}", **finance)["data"] for fault in FAULTS}
    found = {fault: _shown(one) for fault, (one,) in listed.items()}
    payments = {fault: payment["id"] for fault, (_, payment) in planted.items()} | {"extra": None}
    assert found == {
        "missing": (payments["missing"], TOTAL, None, None),
        "extra": (None, None, TOTAL, FEE),
        "wrong_amount": (payments["wrong_amount"], TOTAL, TOTAL + 1, FEE),
        "wrong_fee": (payments["wrong_fee"], TOTAL, TOTAL, FEE + 7),
    }
    assert listed["wrong_fee"][0]["booked_fee"]["amount"] == FEE
    rows = list(csv.DictReader(io.StringIO(shop.call("GET", f"{path}.csv", **finance).text)))
    assert {row["kind"]: row["payment_id"] or None for row in rows} == payments
    assert [row["stated"] for row in rows if row["kind"] == "wrong_amount"] == ["69.01"]
    assert len(rows) == len(FAULTS)


def _shown(one: dict[str, Any]) -> tuple[str | None, int | None, int | None, int | None]:
    booked, stated, fee = (one[name] and one[name]["amount"] for name in ("booked", "stated", "stated_fee"))
    return one["payment_id"], booked, stated, fee
