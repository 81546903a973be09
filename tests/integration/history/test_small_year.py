"""A small past: written in seconds, whole by the shop's own checks, and the same again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.aftersales.store.records import AftersalesTable, CaseRecord
from functions.aftersales.store.sealed import case_of
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.payments.store.payment_lists import payments_listed
from functions.payments.store.records import DisputeRecord, PaymentRecord, PaymentsTable
from functions.reports.app import app, rollup_hourly
from functions.reports.model.unit_cost import UnitCost
from functions.reports.sales.best_sellers import sold_lately
from functions.reports.sales.unit_costs import say_cost
from functions.reports.store.cells import counted_days
from functions.reports.store.records import ReportsTable
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from infra.history import write_year as writing
from infra.history.afterwards import sales_by_day
from infra.history.checks import wrong
from infra.history.order_items import PROVIDER
from infra.history.write_year import write_year
from infra.history.year import FORMER_ZONE, Campaign, Outcome, Year, made_goods
from infra.local.trouble import Trouble
from tests.integration.history.recount_more import all_sold, best_sellers, buyers_by_scores, orders_with, windows_of
from tests.integration.history.recount_profit import profit_by_sku
from tests.integration.reports.recount import by_day
from tests.integration.reports.recount_payments import CHECKED, by_day_and_method
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

EDGES = (0, *(step * 10**power for power in range(2, 8) for step in (1, 2, 5)))
NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
SOON = datetime(2025, 11, 12, 4, tzinfo=UTC)
"""Days cost more than orders: parcels have arrived, cases and disputes are under way."""


def a_year(orders: int = 60, seed: int = 5) -> Year:
    return Year(seed, date(2025, 10, 22), 8, orders, made_goods(seed, 12, 8))


def everything(model: Any) -> dict[tuple[str, str], Any]:
    """But for the keys of persons, and what is sealed with them."""
    found = {}
    for item in model.scan():
        body = item.body if item.kind not in ("order", "shipment", "dispute", "dirty") else ""
        found[item.pk, item.sk] = (item.kind, body)
    return found


STORMY = {Outcome.COMPLETED: 0.3, Outcome.DISPUTE_LOST: 0.1, Outcome.DISPUTE_WON: 0.1} | dict.fromkeys(
    (Outcome.UNPAID, Outcome.CANCELLED, Outcome.PARTLY_REFUNDED, Outcome.REFUNDED), 0.125
)
"""More goes wrong than in the year that is written, so that a few orders have all of it."""


AUTUMN = Campaign("autumn", (10, 25), (10, 26), 2, 1_000)


COSTS = {f"var_{number:04d}": [("2025-10-01T00:00:00.000Z", 700 + number), ("2025-10-26T10:00:00.000Z", 900)] for number in range(4)}
"""What pieces of the four that sell most cost the shop; nobody says it of the others."""


def say_costs() -> None:
    for variant, said in COSTS.items():
        for since, amount in said:
            say_cost(variant, UnitCost(since, amount, "CNY"), remember=lambda _: [])


def told(query: str) -> Any:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/{query}")
    assert answer.status == 200, answer.text
    return answer.json


def test_it_is_whole_and_every_figure_is_that_of_the_tables() -> None:
    """Counted at its end, and recounted without it: orders, refunds, taxes by the day of the store, which moved meanwhile; captures,
    fees, disputes lost and won from the ledger."""
    with clock.frozen(NOW):
        ticks: list[tuple[int, int]] = []
        year = replace(a_year(), ends=STORMY, campaigns=(AUTUMN,))
        say_costs()
        written = write_year(year, beside=False, tick=lambda done, of: ticks.append((done, of)))
        assert wrong(year.first) == []
        assert (written.orders, ticks[-1]) == (60, (60, 60))
        days: list[tuple[int, int]] = []
        sales_by_day(lambda done, of: days.append((done, of)))
        assert len(days) > 7
        assert days[-1] == (len(days), len(days))
        nothing_is_left_to_the_schedule()
        orders = {order.id: order for order in map(order_of, OrderRecord.scan(OrdersTable.kind == "order"))}
        assert {order.timezone for order in orders.values()} == {FORMER_ZONE, settings().store_timezone}
        sales, moved = Counter[tuple[str, str, str]](), {}
        for row in told("sales?from=2025-10-19&to=2026-03-10&grain=day&by=method")["data"]:
            place = row["period"], row["net"]["currency"]
            for name in ("orders", "units", "revenue", "refunds", "cancelled_orders", "cancelled", "net", "tax_net"):
                sales[*place, name] += row[name] if isinstance(row[name], int) else row[name]["amount"]
            moved[*place, row["key"] or ""] = {name: row[name]["amount"] for name in CHECKED}
        again = {(*place, name): amount for place, sums in by_day().items() for name, amount in sums.items() if amount}
        assert {place: amount for place, amount in sales.items() if amount} == again
        moved = {place: sums for place, sums in moved.items() if any(sums.values())}
        assert moved == by_day_and_method(lambda number: orders[number].timezone)
        assert {name for one in moved.values() for name, amount in one.items() if amount} == set(CHECKED)
        methods = told("payments?from=2025-10-19&to=2026-03-10")["methods"]
        states = Counter(item.status for item in PaymentRecord.scan(PaymentsTable.kind == "payment"))
        assert sum(one["paid_attempts"] for one in methods) == states["captured"]
        assert sum(one["failed_attempts"] for one in methods) == states["failed"] > 0
        people_and_what_they_were_given()
        how_people_bought_and_why_they_left()
        what_each_piece_earned()
        what_was_disputed_is_won_and_lost_and_what_came_back_has_its_case()
    with clock.frozen(datetime(2025, 11, 1, 4, tzinfo=UTC)):
        assert sold_lately() == best_sellers(date(2025, 10, 26), date(2025, 11, 1)) != {}


def nothing_is_left_to_the_schedule() -> None:
    """Neither to it, nor to whoever says it again."""
    before = {day.day: day.key for day in counted_days("2025-10-01", "2026-03-10")}
    assert rollup_hourly({}, None)["hours"] == 0
    sales_by_day()
    assert {day.day: day.key for day in counted_days("2025-10-01", "2026-03-10")} == before != {}


def people_and_what_they_were_given() -> None:
    """H10, I10, B07: buyers by their scores, coupons, campaigns, in a currency that most orders have."""
    rows = told("rfm?from=2025-10-19&to=2026-03-10&by=scores")["rows"]
    scores = {row["key"]: (row["buyers"], row["orders"], row["net"]["amount"]) for row in rows if row["buyers"]}
    assert scores == buyers_by_scores("CNY") != {}
    for kind in ("coupon", "campaign"):
        data = told(f"{kind}s?from=2025-10-19&to=2026-03-10")["data"]
        found = {row["key"]: (row["orders_with"], row["units"], row["coupon_off"]["amount"]) for row in data}
        assert found == orders_with(kind, "CNY"), kind
        shown = {
            row["key"]: {name: row[name] and _window(row[name]) for name in ("before", "during", "after")} for row in data if row["key"]
        }
        assert shown == windows_of(kind, "CNY", by_day(), NOW.date()), kind
        assert shown


def how_people_bought_and_why_they_left() -> None:
    """M06, M07: paid orders of the tables by what each is; cancelled ones and what came back by why, beside the cohorts."""
    paid = [(order_of(item), str(item.paid_at)) for item in OrderRecord.scan(OrdersTable.kind == "order") if item.paid_at]
    yuan = [(order, at) for order, at in paid if order.currency == "CNY"]
    each = Counter(order.customer_id for order, _ in yuan)
    wanted = {
        "orders_per_customer": Counter(str(each[order.customer_id]) if order.customer_id else "unknown" for order, _ in yuan),
        "hour_of_day": Counter(f"{datetime.fromisoformat(at).astimezone(ZoneInfo(order.timezone)):%H}" for order, at in yuan),
        "order_value": Counter(str(max(edge for edge in EDGES if edge <= order.totals.total)) for order, _ in yuan),
    }
    for by, orders in wanted.items():
        report = told(f"purchases?from=2025-10-19&to=2026-03-10&by={by}")
        found = Counter[str]()
        for row in report["rows"]:
            found[row["key"]] += row["orders"]
        assert found == orders, by
        assert report["orders"] == len(yuan) > 10
    methods = told("purchases?from=2025-10-19&to=2026-03-10&by=payment_method")["rows"]
    assert sum(row["orders"] for row in methods) == len(yuan)
    why = {row["reason"]: row for row in told("cohorts?from=2025-10-19&to=2026-03-10")["reasons"]}
    cancelled = Counter(item.cancel_reason for item in OrderRecord.scan(OrdersTable.kind == "order") if item.paid_at and item.cancelled_at)
    assert {name: row["cancelled_orders"] for name, row in why.items() if row["cancelled_orders"]} == dict(cancelled) != {}
    tried = Counter(item.status for item in PaymentRecord.scan(PaymentsTable.kind == "payment"))
    assert sum(row["failed_attempts"] for row in why.values()) == tried["failed"]
    assert sum(row["units_back"] for row in why.values()) == sum(many for one in all_sold() for _, _, many in one.back) > 0


def what_each_piece_earned() -> None:
    """M10: what the pieces of each SKU left, at the cost of the moment they were sold; what belongs to orders as a whole is in no SKU."""
    report = told("sales?from=2025-10-19&to=2026-03-10&grain=month&by=sku&currency=CNY")
    found, whole = dict[str, Counter[str]](), Counter[str]()
    for row in report["data"]:
        sums = {"profit": row["profit"]["amount"], "cost": row["cost"]["amount"], "uncosted": row["uncosted"]}
        whole.update(sums)
        found.setdefault(row["key"] or "", Counter()).update(sums)
    of_orders = found.pop("")
    wanted = profit_by_sku("CNY", COSTS)
    assert {sku: dict(sums) for sku, sums in found.items()} == wanted
    assert of_orders["cost"] == of_orders["uncosted"] == 0
    net = sum(sums["net"] - sums.get("tax_net", 0) for (_, currency), sums in by_day().items() if currency == "CNY")
    fees = sum(one["fees"] for (_, currency, _), one in by_day_and_method(lambda _: FORMER_ZONE).items() if currency == "CNY")
    assert whole["profit"] == net - fees - whole["cost"]
    assert 0 < sum(one["cost"] > 0 for one in wanted.values()) < sum(one["uncosted"] > 0 for one in wanted.values())


def _window(told: dict[str, Any]) -> tuple[str, str, int, int]:
    return told["from"], told["to"], told["orders"], told["net"]["amount"]


def what_was_disputed_is_won_and_lost_and_what_came_back_has_its_case() -> None:
    listed = (payments_listed([PROVIDER], status=status, provider=None, limit=100, cursor=None).data for status in (None, "failed"))
    payments = list(PaymentRecord.scan(PaymentsTable.kind == "payment"))
    assert [len(page) for page in listed] == [len(payments), sum(one.status == "failed" for one in payments)]
    disputes = Counter(item.status for item in DisputeRecord.scan(PaymentsTable.kind == "dispute"))
    assert min(disputes["won"], disputes["lost"]) > 0
    states = Counter(item.payment_status for item in OrderRecord.scan(OrdersTable.kind == "order"))
    assert states["charged_back"] == disputes["lost"]
    cases = Counter(case_of(item).state.value for item in CaseRecord.scan(AftersalesTable.kind == "case"))
    assert cases == {"closed": len(events_in(AftersalesTable, "return.refunded"))}


def test_it_is_the_same_again_and_goes_on_where_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(SOON):
        whole = writing._Writing._day
        calls: list[int] = []

        def dies(self: writing._Writing, number: int) -> None:
            calls.append(number)
            whole(self, number)
            if number == 4 and calls.count(4) == 1:
                raise KeyboardInterrupt

        monkeypatch.setattr(writing._Writing, "_day", dies)
        with pytest.raises(KeyboardInterrupt):
            write_year(a_year(), beside=False)
        write_year(a_year(), beside=False)
        assert calls == [*range(5), *range(4, 8)]
        before = everything(OrdersTable)
        assert wrong(a_year().first) == []
        assert write_year(a_year(), beside=False).orders == 0
        ReportsTable(pk="HISTORY", sk="WRITTEN").delete()
        write_year(a_year(), beside=True)
        assert everything(OrdersTable) == before


def test_no_past_where_there_is_one_already() -> None:
    with clock.frozen(SOON):
        write_year(a_year(10), beside=False)
        with pytest.raises(Trouble, match="another past"):
            write_year(a_year(11), beside=False)
        ReportsTable(pk="HISTORY", sk="WRITTEN").delete()
        with pytest.raises(Trouble, match="has orders"):
            write_year(a_year(10), beside=False)


def test_never_on_a_deployed_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    real = settings()
    monkeypatch.setattr(writing, "settings", lambda: replace(real, stage="prod"))
    with pytest.raises(Trouble, match="never for a deployed one"):
        write_year(a_year(10), beside=True)
    assert list(OrdersTable.scan()) == []
