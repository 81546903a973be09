"""M08, B07: who bought of an invented past, by age, gender and country, in groups of ten at least; and what a campaign brought that held
customers out. Recounted from accounts and orders."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable
from functions.customers.store.sealed_bodies import customer_of
from functions.marketing.app import app
from functions.marketing.knowing.count_people import count_people
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.privacy import Purpose, consents_of
from functions.promotions.app import app as promotions
from functions.shared.events.events import envelope_of
from functions.shared.outside import clock
from infra.history.bulk import Bulk
from infra.history.known_items import bought_items
from infra.history.order_items import order_items
from infra.history.people_items import people_by_day, people_items
from infra.history.story import Story, story_of
from infra.history.write_year import know_people
from infra.history.year import Campaign, Outcome, Year, made_goods
from tests.support.http import Client
from tests.support.identity import bearer

NOW = datetime(2026, 3, 4, 4, tzinfo=UTC)
WINTER = Campaign("winter", (2, 3), (2, 6), 1.5, 1_000, holdout=40)
YEAR = Year(5, date(2026, 2, 1), 8, 420, made_goods(5, 12, 8), campaigns=(WINTER,))
"""Its first day is more than thirty days ago and counts no more."""


def written() -> list[Story]:
    """Accounts of the year, their orders and refunds, and what marketing keeps of them; of all else nothing."""
    bulk, registered = Bulk(), {}
    for some in people_by_day(YEAR).values():
        for person in some:
            bulk.put(people_items(person))
            registered[person.id] = person.registered
    stories = [one for one in (story_of(bought, YEAR, NOW, "Asia/Shanghai") for bought in YEAR.all()) if one.order.customer_id]
    items = [item for story in stories for item in order_items(story)]
    bulk.put(item for item in items if item.kind in ("order", "refund"))
    told = [envelope_of(item) for item in items if item.kind == "event"]
    bulk.put(bought_items(told, (), registered))
    bulk.flush()
    know_people(YEAR)
    return stories


def in_groups(counts: Counter[str]) -> tuple[dict[str, int], int]:
    """Those of ten people at least; the others together, of whom there are ten at least or nobody."""
    by_size = sorted(counts, key=lambda name: (counts[name], name))
    hidden = [name for name in by_size if counts[name] < 10]
    for name in by_size[len(hidden) :]:
        if hidden and sum(counts[one] for one in hidden) < 10:
            hidden.append(name)
    together = sum(counts[name] for name in hidden)
    return {name: counts[name] for name in by_size if name not in hidden}, together if together >= 10 else 0


def what_the_campaign_brought() -> None:
    """Its own lot, drawn again; each order of four days on the clock of the market, whether it got something off or not."""
    zone, refunds = ZoneInfo("Asia/Shanghai"), Counter[str]()
    for item in OrdersTable.scan(OrdersTable.kind == "refund"):
        refund = json.loads(item.body or "{}")
        refunds[item.pk] += refund["amount"] if refund["state"] == "succeeded" else 0
    desk = Client(promotions, bearer("owner"))
    (listed,) = desk.get("/v1/admin/campaigns").json["data"]
    found = desk.get(f"/v1/admin/campaigns/{listed['id']}").json
    assert (found["state"], found["holdout"], found["name"]) == ("ended", 40, {"en": "winter"})
    wanted: dict[str, Counter[str]] = {"held_out": Counter(), "exposed": Counter()}
    buyers: dict[str, set[str]] = {"held_out": set(), "exposed": set()}
    for record in OrderRecord.scan((OrderRecord.kind == "order") & OrderRecord.paid_at.exists()):
        order = order_of(record)
        day = datetime.fromisoformat(order.placed_at).astimezone(zone).date()
        if order.currency != "CNY" or not date(2026, 2, 3) <= day <= date(2026, 2, 6):
            continue
        drawn = hashlib.sha256(f"{listed['id']}\x1f{order.customer_id}".encode()).digest()
        part = "held_out" if int.from_bytes(drawn[:4], "big") % 100 < 40 else "exposed"
        assert [use.campaign_id for use in order.campaigns] == ([] if part == "held_out" else [listed["id"]])
        wanted[part].update(orders=1, value=order.totals.total - refunds[record.pk])
        buyers[part].add(str(order.customer_id))
    results = found["holdout_results"]
    for part, sums in wanted.items():
        shown = results[part]
        assert (shown["buyers"], shown["orders"], shown["value"]["amount"]) == (len(buyers[part]), sums["orders"], sums["value"])
        assert sums["orders"] > 5
    held, exposed = wanted["held_out"]["orders"], wanted["exposed"]["orders"]
    assert results["share"] == 40
    assert abs(results["orders_lift"]["value"] - 10_000 * (exposed / 60 / (held / 40) - 1)) < 1


def asked() -> Any:
    answer = Client(app, bearer("analyst")).get("/v1/admin/reports/demographics")
    assert answer.status == 200, answer.text
    return answer.json


def test_groups_of_people_are_those_of_accounts_and_orders() -> None:
    with clock.frozen(NOW):
        stories, newest = written(), dict[str, Story]()
        for story in sorted(stories, key=lambda one: one.order.placed_at):
            if story.bought.outcome not in (Outcome.UNPAID, Outcome.CANCELLED):
                newest[str(story.order.customer_id)] = story
        active = {name: story for name, story in newest.items() if story.bought.at > NOW - timedelta(days=30)}
        assert 30 < len(active) < len(newest)
        people = {one.id: one for one in map(customer_of, CustomerRecord.scan(CustomersTable.sk == CUSTOMER_SK))}
        counts: dict[str, Counter[str]] = {"by_age": Counter(), "by_gender": Counter(), "by_country": Counter()}
        for name, story in active.items():
            one = people[name]
            year = int((one.birth_date or "0")[:4])
            counts["by_age"][f"{year // 5 * 5}-{year // 5 * 5 + 4}" if year else "unknown"] += 1
            counts["by_gender"][one.gender or "unknown"] += 1
            counts["by_country"][story.bought.market.country] += 1
        assert asked()["counted_at"] is None
        count_people()
        found = asked()
        what_the_campaign_brought()
    for name, groups in counts.items():
        shown = {group["key"]: group["people"] for group in found[name]["groups"]}
        assert (shown, found[name]["withheld"]) == in_groups(groups), name
    assert (found["people"], found["least"], found["days"]) == (len(active), 10, 30)
    assert found["by_age"]["withheld"] >= 10
    assert len(found["by_age"]["groups"]) > 1, "an age is shown, and not only that many did not tell theirs"
    agree = {name for name in active if any(one.purpose is Purpose.PROFILE_DETAILS and one.given for one in consents_of(name))}
    assert agree == {name for name in active if people[name].birth_date}
