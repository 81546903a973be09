"""Customers and orders of before marketing was there are taken in: resumable, and the same when it is done again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.customers.app import list_customers
from functions.marketing.knowing import rebuild
from functions.marketing.knowing.note_person import note
from functions.marketing.store.people import known_of
from functions.marketing.store.records import KNOWN_SK, KnownRecord, person_pk
from functions.orders.store.records import OrderRecord, customer_key, order_pk
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.outside import clock
from functions.shared.sealing import key_for
from tests.integration.marketing import shop
from tests.support.orders import an_order, store_order
from tests.support.races import in_between

PATH = "/v1/admin/marketing_rebuild"


@pytest.fixture(autouse=True)
def _queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")


@pytest.fixture
def people() -> list[str]:
    """Three of before, one of them with an order; marketing knows nobody."""
    found = []
    for number in range(3):
        who = shop.a_customer(number, agrees=number == 0)
        shop.heard(list_customers, [shop.event(CustomerRegistered(who, "en"), who)])
        KnownRecord(pk=person_pk(who), sk=KNOWN_SK).delete()
        found.append(who)
    order = an_order(customer_id=found[0])
    key_for(order.id)
    store_order(order)
    record = OrderRecord.get(order_pk(order.id), "ORDER")
    record.gsi1pk, record.gsi1sk, record.captured = customer_key(found[0]), order.id, order.totals.total
    record.save()
    return found


def begun() -> Any:
    return shop.staff().post(PATH, {})


def test_everybody_is_taken_in_and_a_second_time_changes_nothing(people: list[str]) -> None:
    assert shop.staff().get(PATH).status == 404
    assert (begun().status, begun().code) == (202, "running")
    shop.due_work()
    told = shop.staff().get(PATH).json
    assert (told["state"], told["people"], told["orders"]) == ("done", 3, 1)
    first = [known_of(one) for one in people]
    assert [(one.orders, one.consents) for one in first] == [(1, ["marketing_email"]), (0, []), (0, [])]
    assert begun().status == 202
    shop.due_work()
    assert [known_of(one) for one in people] == first


def test_a_worker_that_dies_is_followed_by_one_that_goes_on(people: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    known = note

    def dies(person: str) -> None:
        looked.append(person)
        if len(looked) == 2:
            raise RuntimeError("killed")
        known(person)

    monkeypatch.setattr(rebuild, "_OFTEN", 1)
    monkeypatch.setattr(rebuild, "note", dies)
    begun()
    with pytest.raises(RuntimeError):
        rebuild.go_on()
    assert shop.staff().get(PATH).json["state"] == "running"
    rebuild.go_on()
    assert len(looked) == 2, "its lease is not over"
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    rebuild.go_on()
    assert shop.staff().get(PATH).json["state"] == "done"
    assert len(looked) == 4, "the first one is not looked at again"
    assert all(known_of(one).version for one in people)


def test_two_workers_go_on_at_once_and_one_counts(people: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    begun()
    in_between(monkeypatch, rebuild, "find_rebuild", rebuild.go_on)
    rebuild.go_on()
    told = shop.staff().get(PATH).json
    assert (told["state"], told["people"], told["orders"]) == ("done", len(people), 1)
