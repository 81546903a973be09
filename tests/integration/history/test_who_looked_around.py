"""People, carts, visits and advertisements of a small past: they are there, in proportion, and every report of them is what was told."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.customers.app import app as customers
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable
from functions.customers.store.sealed_bodies import customer_of
from functions.orders.store.people.bodies import cart_of, order_of
from functions.orders.store.records import CartRecord, OrderRecord, OrdersTable
from functions.privacy import consents_of
from functions.reports.app import app
from functions.reports.events.hear import HEARD
from functions.reports.store.live import note_through
from functions.reports.store.records import ReportsTable
from functions.shared.outside import clock
from functions.shared.plain.settings import settings
from functions.warehouse.store.records import WarehouseTable
from infra.history import write_year as writing
from infra.history.parcels import parcels_of
from infra.history.people_items import people_by_day
from infra.history.story import Story, story_of
from infra.history.visits import PER_ORDER, Visit, visits_of
from infra.history.write_year import count_year, write_year
from infra.history.year import Year, made_goods
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

NOW = datetime(2026, 3, 3, 4, tzinfo=UTC)
YEAR = Year(5, date(2026, 2, 27), 3, 16, made_goods(5, 12, 3))
RANGE = "from=2026-02-26&to=2026-03-02"


@dataclass
class Past:
    stories: list[Story]
    visits: list[Visit]

    def events(self, *, bots: bool = False) -> Iterator[tuple[Visit, dict[str, Any], str]]:
        """With the day of the store they happened on."""
        zone = ZoneInfo(settings().store_timezone)
        for visit in self.visits:
            for event in visit.events if bots or not visit.bot else ():
                yield visit, event, datetime.fromisoformat(event["at"]).astimezone(zone).date().isoformat()


def the_past() -> Past:
    past, first = Past([], []), 1
    registered = {one.id: one.registered for some in people_by_day(YEAR).values() for one in some}
    for number, count in enumerate(YEAR.per_day()):
        stories = [story_of(one, YEAR, NOW, settings().store_timezone) for one in YEAR.of_day(number, count, first)]
        past.stories += stories
        past.visits += visits_of(YEAR, number, stories, registered)
        first += count
    return past


def test_it_is_there_and_every_report_is_what_was_told() -> None:
    """M05, M07, M08, M14, J01 of the seeded past, recounted in plain Python from what browsers and orders told."""
    with clock.frozen(NOW):
        write_year(YEAR, beside=False)
        count_year(YEAR)
        past = the_past()
        people_and_their_carts(past)
        the_funnel(past)
        what_became_of_products(past)
        who_came_again_and_whom_orders_are_owed_to(past)
        what_was_received(past)
        the_live_board(past)


def told(query: str) -> Any:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/{query}")
    assert answer.status == 200, answer.text
    return answer.json


def people_and_their_carts(past: Past) -> None:
    """Each who bought signed in has one account, older than what they bought; each order a cart, and more carts were left."""
    buyers = {story.order.customer_id for story in past.stories if story.order.customer_id}
    people = {one.id: one for one in map(customer_of, CustomerRecord.scan(CustomersTable.sk == CUSTOMER_SK))}
    assert set(people) == buyers
    assert len(events_in(CustomersTable, "customer.registered")) == len(buyers)
    for story in past.stories:
        if story.order.customer_id:
            assert people[story.order.customer_id].registered_at < story.order.placed_at
    assert {str(one.purpose) for one in consents_of(min(buyers))} == {"analytics", "marketing_email", "personalisation", "profile_details"}
    found = Client(customers, bearer("owner")).get("/v1/admin/customers?limit=100")
    assert {one["id"] for one in found.json["data"]} == buyers
    carts = list(CartRecord.scan())
    placed = {one.order_id: one.pk for one in carts if one.status == "placed"}
    assert placed == {story.order.id: f"CART#{story.order.cart_id}" for story in past.stories}
    left = [one for one in carts if one.status == "open"]
    assert len(left) == sum(bool(visit.left) for visit in past.visits) > len(placed)
    assert all(cart_of(one).lines and one.due_pk is None for one in left)


def the_funnel(past: Past) -> None:
    """A second count, in plain Python: sessions by how far they came; those of machines are none."""
    zone, paid = ZoneInfo(settings().store_timezone), dict[str, str]()
    for story in past.stories:
        if story.paid:
            paid[story.order.id] = story.paid.astimezone(zone).date().isoformat()
    far: dict[tuple[str, str, str], int] = defaultdict(int)
    views, names = Counter[tuple[str, str]](), defaultdict[tuple[str, str], set[str]](set)
    steps = {"cart.added": 2, "checkout.started": 3, "order.sent": 3}
    for visit, event, day in past.events():
        place = day, visit.channel
        views[place] += event["type"] in ("page.viewed", "product.viewed")
        if not visit.named:
            continue
        names[place].add(event["anonymous_id"])
        step = 4 if paid.get(event.get("order_id", "")) == day else steps.get(event["type"], 1)
        far[day, visit.channel, visit.id] = max(far[day, visit.channel, visit.id], step)
    expected = {}
    for place in views:
        reached = [step for (day, channel, _), step in far.items() if (day, channel) == place]
        at_least = [sum(step >= wanted for step in reached) for wanted in (1, 2, 3, 4)]
        expected[place] = dict(zip(("viewed", "carted", "checked_out", "paid"), at_least, strict=True))
        expected[place] |= {"page_views": views[place], "visitors": len(names[place])}
    found = {(one["day"], row.pop("channel")): row for one in told(f"funnel?{RANGE}")["days"] for row in one["channels"]}
    assert found == expected
    whole = told(f"funnel?{RANGE}")["totals"]
    assert whole["viewed"] > whole["carted"] > whole["checked_out"] > whole["paid"] > 0
    assert len(past.visits) == (1 + PER_ORDER) * len(past.stories)


def what_became_of_products(past: Past) -> None:
    """M05: views and carts by what browsers told; orders, pieces, what was cancelled and what was paid back by the tables."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for _, event, _ in past.events():
        if name := {"product.viewed": "views", "cart.added": "carts"}.get(event["type"]):
            found[event["product_id"]][name] += 1
    refunds = defaultdict[str, list[Any]](list)
    for item in OrdersTable.scan(OrdersTable.kind == "refund"):
        refunds[item.pk] += json.loads(item.body or "{}")["lines"]
    for record in OrderRecord.scan((OrderRecord.kind == "order") & OrderRecord.paid_at.exists()):
        order = order_of(record)
        products = {line.line_id: line.product_id for line in order.lines}
        for product in set(products.values()):
            found[product]["orders"] += 1
        for line in order.lines:
            found[line.product_id].update(sold=line.quantity, cancelled=line.quantity if record.cancelled_at else 0)
        for back in refunds[record.pk]:
            found[products[back["line_id"]]]["returned"] += back["quantity"]
    names = ("views", "carts", "orders", "sold", "cancelled", "returned")
    report = told("product_health?from=2026-02-26&to=2026-03-03")
    shown = {one["product_id"]: {name: one[name] for name in names} for one in report["products"]}
    assert shown == {product: {name: counts[name] for name in names} for product, counts in found.items()}
    assert {name: report["totals"][name] for name in names} == {name: sum(one[name] for one in found.values()) for name in names}
    assert report["totals"]["sold"] > 16


def who_came_again_and_whom_orders_are_owed_to(past: Past) -> None:
    """Activity, cohorts, attribution with its cost, searches in vain, times of orders: none is empty, each is a recount."""
    of_day = defaultdict[str, set[str]](set)
    for visit, event, day in past.events():
        if visit.named:
            of_day[day].add(event["anonymous_id"])
    activity = told(f"activity?{RANGE}")["days"]
    for one in activity:
        week = {(date.fromisoformat(one["day"]) - timedelta(days=back)).isoformat() for back in range(7)}
        assert one["of_day"] == len(of_day[one["day"]])
        assert one["of_week"] == len(set().union(*(of_day[day] for day in week)))
    assert sum(one["of_day"] for one in activity) == sum(map(len, of_day.values())) > 0
    months = defaultdict[str, set[str]](set)
    for day, names in of_day.items():
        months[day[:7]] |= names
    (first, later) = told(f"cohorts?{RANGE}")["cohorts"]
    assert [one["visitors"] for one in first["months"]] == [len(months["2026-02"]), len(months["2026-02"] & months["2026-03"])]
    assert [one["visitors"] for one in later["months"]] == [len(months["2026-03"] - months["2026-02"])]
    in_vain = Counter(event["query"] for _, event, _ in past.events() if event["type"] == "search.made" and event["results"] == 0)
    assert {one["query"]: one["in_vain"] for one in told(f"search_words?{RANGE}")["words"]} == in_vain
    clicks = Counter(visit.market.currency for visit, event, _ in past.events(bots=True) if event["type"] == "ad.clicked")
    spend = told(f"spend?{RANGE}")
    assert {row["cost"]["currency"]: row["clicks"] for row in spend["totals"] if row["clicks"]} == clicks
    assert all(row["cost"]["amount"] for row in spend["totals"])
    paid = Counter(story.order.currency for story in past.stories if story.paid)
    assert {row["revenue"]["currency"]: row["orders"] for row in spend["totals"]} == paid
    assert 0 < sum(row["orders"] for row in spend["unattributed"]) < sum(paid.values())
    how_long_it_took(past)


def how_long_it_took(past: Past) -> None:
    """M14: by state the orders that left it in these days, and their median, of what the past says of them and of its parcels."""
    zone, spans = ZoneInfo(settings().store_timezone), defaultdict[tuple[str, str], list[int]](list)

    def lasted(state: str, since: datetime | None, until: datetime | None) -> None:
        if since and until:
            spans[state, until.astimezone(zone).date().isoformat()].append(int(until.timestamp()) - int(since.timestamp()))

    for story in past.stories:
        lasted("order.placed", story.bought.at, story.paid)
        lasted("order.paid", story.paid, story.sent)
        lasted("order.shipped", story.sent, story.arrived)
        for one in parcels_of(story):
            lasted("pick.requested", one.asked, one.packed)
            lasted("shipment.packed", one.packed, one.left)
    for by in ("", "&by=warehouse"):
        days = told(f"process_times?{RANGE}{by}")["days"]
        found = {(row["state"], day["day"]): (row["orders"], row["median"]) for day in days for row in day["states"]}
        wanted = {place: (len(some), sorted(some)[(len(some) - 1) // 2]) for place, some in spans.items()}
        shown = {place for place in wanted if "2026-02-26" <= place[1] <= "2026-03-02"}
        assert {place: found[place] for place in shown} == {place: wanted[place] for place in shown}
        assert {state for state, _ in shown} >= {"order.placed", "order.paid", "pick.requested", "shipment.packed"}


def the_live_board(past: Past) -> None:
    """M08: an evening of the past, after the schedule has run: by hour and currency what orders say, and when browsers first came."""
    zone = ZoneInfo(settings().store_timezone)
    evening = datetime(2026, 3, 1, 23, 30, tzinfo=zone)
    note_through("2026-03-03T04")
    hours, sums, first = defaultdict[str, Counter[str]](Counter), defaultdict[str, Counter[str]](Counter), dict[str, str]()
    for story in past.stories:
        for name, at in (("orders", story.bought.at), ("paid", story.paid)):
            if at and at.astimezone(zone).date() == evening.date():
                hours[f"{at:%Y-%m-%dT%H}:00:00Z"][name] += 1
                sums[story.order.currency].update({name: 1, "revenue": story.order.totals.total if name == "paid" else 0})
    for visit, event, day in past.events():
        if visit.named and day == str(evening.date()):
            first[event["anonymous_id"]] = min(event["at"], first.get(event["anonymous_id"], "~"))
    for came in first.values():
        hours[f"{came[:13]}:00:00Z"]["visitors"] += 1
    with clock.frozen(evening):
        board = told("live")
    names = ("orders", "paid", "visitors")
    assert {one["hour"]: [one[name] for name in names] for one in board["hours"]} == {
        hour: [counts[name] for name in names] for hour, counts in hours.items()
    }
    assert all(one["counted"] for one in board["hours"])
    assert [board[name] for name in names] == [sum(counts[name] for counts in hours.values()) for name in names]
    assert min(board[name] for name in names) > 0
    assert {one["currency"]: [one["orders"], one["paid"], one["revenue"]] for one in board["currencies"]} == {
        currency: [counts["orders"], counts["paid"], counts["revenue"]] for currency, counts in sums.items()
    }


def what_was_received(past: Past) -> None:
    """accepted + duplicate + quarantined = received, and both are what browsers and the bus told."""
    rows = told("data_quality?from=2026-02-18&to=2026-03-05")
    from_orders = sum(_rows(one) for one in (*events_in(OrdersTable), *events_in(WarehouseTable)) if one.type in HEARD)
    expected = sum(len(visit.events) for visit in past.visits) + from_orders
    assert [sum(day[name] for day in rows["days"]) for name in ("received", "accepted", "duplicate", "quarantined")] == [expected] * 2 + [
        0
    ] * 2


def _rows(event: Any) -> int:
    lines = event.data["order"]["lines"] if "order" in event.data else []
    if event.type == "order.refunded":
        return 1 + len(event.data["lines"])
    return 1 + (len(lines) if event.type == "order.paid" or (event.type == "order.cancelled" and event.data["paid"]) else 0)


def test_stopped_on_the_way_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after a day was landed and before it was noted, and gone on with: figures are those of a year that was written in one go."""
    reports = ("funnel", "activity", "process_times", "data_quality", "cohorts", "spend")

    def figures() -> Any:
        return [told(f"{name}?{RANGE}") for name in reports]

    with clock.frozen(NOW):
        note, left = writing._note, [3]

        def dies(mark: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
            note(mark)

        monkeypatch.setattr(writing, "_note", dies)
        with pytest.raises(KeyboardInterrupt):
            write_year(YEAR, beside=False)
        monkeypatch.setattr(writing, "_note", note)
        write_year(YEAR, beside=False)
        count_year(YEAR)
        stopped = figures()
        assert len(list(OrderRecord.scan(OrdersTable.kind == "order"))) == YEAR.orders
        ReportsTable(pk="HISTORY", sk="WRITTEN").delete()
        write_year(YEAR, beside=True)
        count_year(YEAR)
        assert figures() == stopped
