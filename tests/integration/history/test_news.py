"""News by e-mail in a past: one of five is held out, and what both groups bought is a recount of customers, consents and orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, CustomersTable
from functions.customers.store.sealed_bodies import customer_of as kept_customer
from functions.marketing.app import app as marketing
from functions.marketing.knowing import note_order, note_person
from functions.marketing.model.campaign import Group
from functions.marketing.store.records import MarketingTable
from functions.notifications.app import app as notifications
from functions.notifications.store.records import NotificationsTable
from functions.orders.store.people.bodies import order_of
from functions.orders.store.records import OrderRecord, OrdersTable
from functions.privacy import consents_of
from functions.shared.outside import clock
from infra.history.mailings import HOLDOUT
from infra.history.names import customer_of
from infra.history.write_year import know_people, write_year
from infra.history.year import Campaign, Year, made_goods
from tests.integration.history.test_small_year import NOW
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

SALE = Campaign("singles-day", (11, 8), (11, 9), 3.2, 2_000)
YEAR = Year(1550, date(2025, 11, 6), 4, 32, made_goods(1550, 6, 4), campaigns=(SALE,))
DAY = timedelta(days=1)
MOMENT = "2025-11-07T10:00:00.000Z"
SENT = datetime.fromisoformat(MOMENT)


def told(path: str) -> Any:
    answer = Client(marketing, bearer("owner")).get(f"/v1/admin/{path}")
    assert answer.status == 200, answer.text
    return answer.json


def test_what_news_brought_is_a_recount_and_what_the_domain_itself_would_have_noted() -> None:
    """M09: told and held out, by what the tables of others say; nothing changes when marketing hears all of it again."""
    with clock.frozen(NOW):
        write_year(YEAR, beside=False)
        know_people(YEAR)
        (campaign,) = told("message_campaigns")["data"]
        assert (campaign["state"], campaign["at"], campaign["holdout"]) == ("sent", MOMENT, HOLDOUT)
        groups = who_was_met(campaign["id"])
        what_became_of_messages(campaign["id"], groups)
        for days in (1, 30):
            found = {one["group"]: one for one in told(f"message_campaigns/{campaign['id']}/results?days={days}")["groups"]}
            again = what_they_bought(groups, days)
            for group in ("told", "held_out"):
                one = found[group]
                assert (one["people"], one["orders"], one["spent"]) == (list(groups.values()).count(group), *again[group])
        assert min(orders for orders, _ in again.values()) > 0
        marketing_hears_it_again()


def who_was_met(campaign_id: str) -> dict[str, str]:
    """Whoever registered before and agreed; each once, in the group that the table says."""
    registered = [one.id for one in map(kept_customer, CustomerRecord.scan(CustomersTable.sk == CUSTOMER_SK)) if one.registered_at < MOMENT]
    asked = {one for one in registered if "marketing_email" in {str(consent.purpose) for consent in consents_of(one) if consent.given}}
    requested = {one.data["person"] for one in events_in(MarketingTable, "marketing.message_requested")}
    kept = {item.pk.removeprefix("CUS#") for item in MarketingTable.scan(MarketingTable.kind == "recipient")}
    assert kept == asked
    assert requested < asked
    figures = told(f"message_campaigns/{campaign_id}/figures")["figures"]
    assert (figures["told"], figures["held_out"], figures["waiting"]) == (len(requested), len(asked - requested), 0)
    assert figures["looked_at"] == len(registered)
    return {one: "told" if one in requested else "held_out" for one in asked}


def what_became_of_messages(campaign_id: str, groups: dict[str, str]) -> None:
    figures = told(f"message_campaigns/{campaign_id}/figures")["figures"]
    noted = Counter(one.data["state"] for one in events_in(NotificationsTable, "message.noted"))
    assert {name: figures[name] for name in ("sent", "delivered")} == {name: noted[name] for name in ("sent", "delivered")}
    assert noted["sent"] == list(groups.values()).count("told")
    for customer, group in groups.items():
        shown = Client(notifications, bearer("owner")).get(f"/v1/admin/messages?customer={customer}").json["data"]
        assert [one["event"] for one in shown] == (["marketing.campaign_begins"] if group == "told" else [])


def what_they_bought(groups: dict[str, str], days: int) -> dict[str, tuple[int, dict[str, int]]]:
    """Orders placed within so many days after it, paid and not cancelled, less what went back."""
    orders, spent = Counter[str](), {"told": Counter[str](), "held_out": Counter[str]()}
    for item in OrderRecord.scan(OrdersTable.kind == "order"):
        order = order_of(item)
        placed = datetime.fromisoformat(order.placed_at)
        group = groups.get(order.customer_id or "")
        if group and item.paid_at and timedelta() <= placed - SENT < timedelta(days=days):
            orders[group] += not item.cancelled_at
            spent[group][order.currency] += 0 if item.cancelled_at else order.totals.total - int(item.refunded or 0)
    return {group: (orders[group], dict(spent[group])) for group in spent}


def marketing_hears_it_again() -> None:
    """What is known of people and their orders is what the handlers would keep: hearing it leaves everything as it is."""

    def kept() -> dict[tuple[str, str], tuple[str, int]]:
        return {(item.pk, item.sk): (item.body or "", int(item.version or 0)) for item in MarketingTable.scan()}

    before = kept()
    for event in all_told():
        note_order.note_order(event)
    for person in {one.subject for one in events_in(CustomersTable, "customer.registered")}:
        note_person.note(person)
    assert kept() == before


def all_told() -> Iterator[Any]:
    for kind in ("order.paid", "order.cancelled", "order.refunded"):
        yield from sorted(events_in(OrdersTable, kind), key=lambda one: one.occurred_at)


def test_news_bring_more_orders_of_those_who_got_them() -> None:
    """In a year of 12,000 orders: of a thousand told, a fifth to a half more order in the next two weeks than of a thousand held out."""
    year = Year(1, date(2025, 3, 9), 365, 12_000, made_goods(1, 30, 365))
    sent = year.mailings()
    assert [one.name for one in sent] == ["midyear", "back-to-school", "singles-day", "december", "new-year", "spring"]
    first, bought = dict[int, datetime](), list(year.all())
    for one in bought:
        first.setdefault(one.person, one.at)
    met, ordered = Counter[Group](), Counter[Group]()
    for mailing in sent:
        people = {person: customer_of(year.seed, person) for person, at in first.items() if at < mailing.at}
        groups = {person: group for person, customer in people.items() if customer and (group := mailing.group_of(customer))}
        met.update(groups.values())
        ordered.update(groups[one.person] for one in bought if one.person in groups and timedelta() <= one.at - mailing.at < 14 * DAY)
    assert 0.17 < met[Group.HELD_OUT] / met.total() < 0.23
    rates = {group: ordered[group] / met[group] for group in Group}
    assert 1.2 < rates[Group.TOLD] / rates[Group.HELD_OUT] < 1.6
