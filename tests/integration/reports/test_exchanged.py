"""M10: what came back in an exchange is sold no more; what went out for it is sold once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from functions.aftersales.store.records import AftersalesTable
from functions.orders.store.records import OrdersTable
from functions.payments.store.records import PaymentsTable
from functions.reports.app import app, record_facts, rollup_hourly
from functions.reports.consumers.record_facts import HANDLERS
from functions.reports.model.unit_cost import UnitCost
from functions.reports.sales.unit_costs import say_cost
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from tests.integration.aftersales.conftest import _sandbox as _sandbox
from tests.integration.aftersales.conftest import card as card
from tests.integration.aftersales.conftest import provider as provider
from tests.integration.aftersales.conftest import shop as shop
from tests.integration.aftersales.conftest import sold as sold
from tests.integration.aftersales.exchanged import bowl, exchange, pay, sent_back
from tests.integration.aftersales.sold import Sold
from tests.integration.aftersales.test_exchanged_then_returned import back, exchanged, returned
from tests.integration.history.recount_profit import profit_by_sku
from tests.integration.orders.buyer import staff
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

MUGS, PLATES = 0, 1
LONG_AGO = "2025-01-01T00:00:00.000Z"


def heard(turned: bool = False) -> list[Envelope]:
    events = [one for table in (OrdersTable, AftersalesTable, PaymentsTable) for one in events_in(table) if one.type in HANDLERS]
    return events[::-1] if turned else events


def rows(by: str) -> list[dict[str, Any]]:
    first, last = (clock.now() + timedelta(days=days) for days in (-1, 1))
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/sales?from={first.date()}&to={last.date()}&by={by}")
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["data"]
    return found


def count(*batches: Iterable[Envelope]) -> dict[str, Any]:
    """By SKU."""
    for events in batches:
        assert record_facts(sqs_of_events(events), None) == {"batchItemFailures": []}
    rollup_hourly({}, None)
    return {row["key"]: row for row in rows("sku")}


def test_by_sku_pieces_costs_and_profit_are_those_of_what_people_keep(sold: Sold) -> None:
    """M10, F-A22: two mugs for two bowls, of which one mug came broken, and a plate that is paid back; told in the other direction, too."""
    variant = bowl(7000)
    costs = {sold.variants[MUGS]: 1000, variant: 3000, sold.variants[PLATES]: 500}
    for one, amount in costs.items():
        say_cost(one, UnitCost(LONG_AGO, amount, "CNY"), remember=lambda _: [])
    case = exchange(sold, variant, (MUGS, 2))
    pay(sold, case)
    sent_back(sold, case)
    before = count(heard())
    mugs, plates = (sold.order["lines"][line]["sku"] for line in (MUGS, PLATES))
    assert (before[mugs]["units"], before[mugs]["units_back"], before[mugs]["cost"]["amount"]) == (3, 0, 3000)
    assert sold.graded(case, (MUGS, 1, "as_new"), (MUGS, 1, "damaged")).json["status"] == "inspected"
    back = sold.sent_back((PLATES, 1))
    assert sold.graded(back, (PLATES, 1, "as_new")).status == 200
    sold.news()
    after = count(heard(turned=True), heard())
    found = {sku: (row["units"], row["units_back"], row["cost"]["amount"]) for sku, row in after.items() if sku}
    assert found == {mugs: (3, 2, 1000), "BOWL-7000": (2, 0, 6000), plates: (2, 1, 500)}
    assert after[mugs]["net"] == before[mugs]["net"]
    recounted = profit_by_sku("CNY", {one: [(LONG_AGO, amount)] for one, amount in costs.items()})
    two = (mugs, "BOWL-7000")
    assert {sku: after[sku]["profit"]["amount"] for sku in two} == {sku: recounted[sku]["profit"] for sku in two}
    products = sorted((row["units"], row["units_back"]) for row in rows("product") if row["key"])
    assert [one for one in products if any(one)] == [(2, 0), (2, 1), (3, 2)]


@pytest.mark.parametrize(("cancelled", "price"), [(True, 5900), (False, 7000)])
def test_it_is_back_once_whatever_becomes_of_the_other_piece(sold: Sold, *, cancelled: bool, price: int) -> None:
    """Its order is cancelled after all, or it comes back later: the money of the first piece goes then, and no piece with it."""
    say_cost(sold.variants[MUGS], UnitCost(LONG_AGO, 1000, "CNY"), remember=lambda _: [])
    new, _ = exchanged(sold, price, (MUGS, 1), sent=not cancelled)
    if cancelled:
        assert staff().post(f"/v1/orders/{new.id}/cancel").status == 200
        sold.news()
    else:
        assert returned(new, (0, 1))["status"] == "refunded"
    assert back(sold) == 5900
    after = count(heard(turned=True), heard())
    mugs, bowls = after[sold.order["lines"][MUGS]["sku"]], after[f"BOWL-{price}"]
    assert (mugs["units"], mugs["units_back"], mugs["cost"]["amount"], mugs["refunds"]["amount"]) == (3, 1, 2000, 5900)
    assert (bowls["units"], bowls["units_back"]) == (1, 1)
