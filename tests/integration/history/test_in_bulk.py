"""What a past writes and reads in bulk is what handlers and schedules would have written and read, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from functions.orders.store.records import OrdersTable
from functions.payments.store.records import PaymentsTable
from functions.reports.consumers.record_facts import DRAFTS, HANDLERS
from functions.reports.detection.count_hours import count_each
from functions.reports.facts.read_facts import facts_of
from functions.reports.facts.write_facts import facts_at_once
from functions.reports.model.facts import Fact, FactKind, day_of
from functions.reports.model.lake_row import HOUR, hour_of, start_of
from functions.reports.store.duck import opened
from functions.reports.store.records import ReportsTable, closed_key
from functions.shared.events.envelope import Envelope
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from infra.history.facts import facts_read_once
from infra.history.write_year import write_year
from tests.integration.history.test_small_year import NOW, STORMY, a_year
from tests.support.events import events_in

FACTS = ("fact", "account", "buyer")


def facts_there() -> dict[tuple[str, str], str]:
    return {(item.pk, item.sk): item.body or "" for item in ReportsTable.scan(ReportsTable.kind.is_in(*FACTS))}


def marked() -> set[str]:
    return {item.sk for item in ReportsTable.query("DIRTY")}


def told_of(kind: str) -> list[Envelope]:
    known = [*events_in(OrdersTable, kind), *events_in(PaymentsTable, kind)]
    return sorted(known, key=lambda one: one.occurred_at)


def forget_facts() -> None:
    for item in [*ReportsTable.scan(ReportsTable.kind.is_in(*FACTS, "dirty"))]:
        ReportsTable(item.pk, item.sk).delete()


def test_facts_and_hours_are_those_that_handlers_and_schedules_would_have() -> None:
    """Facts, what is known of orders and buyers, marks; read at once as hour by hour; hours of a day counted together as one by one."""
    with clock.frozen(NOW):
        write_year(replace(a_year(), ends=STORMY), beside=False)
        in_bulk, marks = facts_there(), marked()
        hours = [hour_of(start_of("2025-10-22T00") + number * HOUR) for number in range(24 * 3)]
        kinds = (FactKind.SALE, FactKind.AMENDMENT)
        at_once = facts_read_once()(hours)
        assert at_once == [one for one in facts_of(hours) if one[0].kind in kinds] != []
        with opened() as lake:
            pulses = count_each(hours[:24], lake)
            assert pulses == [count_each([hour], lake)[0] for hour in hours[:24]]
        placed = [one for one in told_of("order.placed") if one.occurred_at[:10] == "2025-10-22"]
        assert sum(one.placed for one in pulses) == len(placed) > 0
        assert sum(one.visits for one in pulses) > sum(one.sent for one in pulses) > 0
        forget_facts()
        for kind in DRAFTS:
            HANDLERS[kind](told_of(kind))
        assert facts_there() == in_bulk
        assert marked() == marks != set()


def test_what_happened_on_a_day_that_is_closed_is_booked_later() -> None:
    """A past beside orders of a shop that closes its days: its facts take the way of all others."""
    with clock.frozen(NOW):
        write_year(a_year(20), beside=False)
        sales = told_of("order.paid")
        (one, *_) = [load(Fact, body) for (pk, _), body in facts_there().items() if pk.startswith("FACTS#") and '"sale"' in body]
        forget_facts()
        pk, sk = closed_key(day_of(one.at, one.zone))
        ReportsTable(pk=pk, sk=sk, kind="closed_day", body="{}").save()
        assert list(facts_at_once(DRAFTS["order.paid"](sales))) == []
        booked = [load(Fact, body) for (pk, _), body in facts_there().items() if pk.startswith("FACTS#")]
        assert len(booked) == len(sales)
        (late, *_) = [fact for fact in booked if fact.event_id == one.event_id]
        assert (late.late_of, late.day > sk) == (sk, True)
        assert times.parse(late.at) + timedelta(days=1) < NOW
