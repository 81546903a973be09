"""As many exceptions, parcels, drafts, returns, messages, tasks of finance and customers as there are orders, written past all conditions:
the keys are those of the stores, the bodies say in clear what they say."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import boto3

from benchmarks.lists.likeness import put_all


def make_key_of_people() -> None:
    """By which they are found without anybody reading of whom a list is."""
    from functions.shared.plain.settings import settings

    os.environ["SECRET_PRIVACY"] = "lists"
    boto3.client("secretsmanager").create_secret(Name="lists", SecretString=json.dumps({"look_ups": "a key of sixty-four characters " * 2}))
    settings.cache_clear()


def fill_others(count: int) -> None:
    from functions.shared.outside import clock
    from functions.shared.plain import times

    begin = clock.now() - timedelta(minutes=10 * count)

    def written() -> Iterable[Any]:
        order = _an_order()
        for number in range(count):
            yield from _beside(order, number, begin + timedelta(minutes=10 * number))
            yield from _a_customer(number, times.iso(begin + timedelta(minutes=10 * number)))

    put_all(written())


def _named(kind: str) -> str:
    """An id of what is named after something else in the shop itself."""
    from functions.shared.outside import fresh

    return f"{kind}_{fresh.new_id('evt').partition('_')[2]}"


def _an_order() -> Any:
    from functions.orders.store.people.bodies import order_of
    from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
    from functions.shared.store.records import find
    from tests.integration.orders.buyer import a_variant, an_order

    record = find(OrderRecord, order_pk(an_order(a_variant(sku="OTHERS-1"))[0]["id"]), ORDER_SK)
    assert record is not None
    return order_of(record)


def _beside(order: Any, number: int, when: datetime) -> Iterator[Any]:
    """Ids are made anew: where something stands in its shards is decided by them."""
    from functions.aftersales.model.case import Case as Return
    from functions.aftersales.model.case_steps import ReturnKind, ReturnState
    from functions.aftersales.store.records import CASE_SK, CaseRecord, case_pk, cases_in
    from functions.notifications.model.message import Message, State
    from functions.notifications.store.messages import message_key, new_message
    from functions.notifications.store.records import order_pk as told_pk
    from functions.orders.model.cases.case import Case, CaseKind
    from functions.orders.model.drafts.draft import Draft
    from functions.orders.model.shipment import Shipment, ShipmentLine
    from functions.orders.store.drafts.drafts import DRAFT_SK
    from functions.orders.store.parcel_lists import parcel_listing
    from functions.orders.store.parcels.cases import case_put
    from functions.orders.store.records import OrdersTable, order_pk
    from functions.payments.refunds.payment_task import DONE, OPEN, Task
    from functions.payments.store.records import TASK_SK, TaskRecord, task_pk, tasks_partition
    from functions.shared.events.envelope import SYSTEM
    from functions.shared.outside import fresh
    from functions.shared.plain import times
    from functions.shared.plain.bodies import dump
    from functions.shared.plain.money import Money
    from functions.shared.plain.tracking import TrackingStatus
    from functions.shared.store.shards import place

    at, own = times.iso(when), fresh.new_id("ord")
    kind = CaseKind.STUCK if number % 10 == 0 else CaseKind.LATE
    yield case_put(Case(_named("exc"), kind, order.id, order.number, "", "sandbox", "", "late", at)).record  # type: ignore[union-attr]
    status = TrackingStatus.PENDING if number % 20 == 0 else TrackingStatus.DELIVERED
    lines = [ShipmentLine(one.line_id, one.variant_id, one.sku, one.quantity) for one in order.lines]
    shelf: Any = {"kind": "shipment", "version": 1}
    parcel = Shipment(fresh.new_id("shp"), order.id, order.number, "sandbox", lines, at, "", f"SB{number}", status=status)
    listed = parcel_listing(parcel)
    yield OrdersTable(
        pk=order_pk(order.id), sk=f"SHP#{parcel.id}", body=dump(parcel), **shelf, listed_pk=listed[0], listed_sk=listed[1]
    )  # fmt: skip
    draft = Draft(replace(order, id=own, number=""), at, SYSTEM, times.iso(when + timedelta(days=3650)))
    listed = place("DRAFTS", f"{at}#{own}", of=own)
    yield OrdersTable(
        pk=order_pk(own), sk=DRAFT_SK, kind="draft", version=1, body=dump(draft), listed_pk=listed[0], listed_sk=listed[1]
    )  # fmt: skip
    state = ReturnState.REQUESTED if number % 20 == 0 else ReturnState.CLOSED
    case = Return(fresh.new_id("ret"), order.id, f"R{number}", "", ReturnKind.RETURN, [], "CNY", 5900, at, state)
    listed = place(cases_in(state), f"{at}#{case.id}", of=case.id)
    yield CaseRecord(
        pk=case_pk(case.id), sk=CASE_SK, kind="case", version=1, body=dump(case), listed_pk=listed[0], listed_sk=listed[1]
    )  # fmt: skip
    channel = "sms" if number % 50 == 0 else "email"
    told = Message(
        fresh.new_id("msg"), order.id, fresh.new_id("evt"), "order.placed", channel, "b***@example.com", "zh",
        State.BOUNCED if number % 100 == 0 else State.DELIVERED, at,
    )  # fmt: skip
    yield new_message(message_key(told_pk(own), told.id), told).record
    task = Task(_named("tsk"), "pay_1", order.id, order.number, "bank", Money(5900, "CNY"), "refund", at)
    now = OPEN if number % 20 == 0 else DONE
    yield TaskRecord(
        pk=task_pk(task.id), sk=TASK_SK, kind="task", version=1, status=now, body=dump(task), gsi1pk=tasks_partition(now),
        gsi1sk=f"{at}#{task.id}",
    )  # fmt: skip


def _a_customer(number: int, at: str) -> Iterator[Any]:
    from functions.customers.finding.list_customer import posting
    from functions.customers.store.postings import ALL, Finding, email_name, orders_name, state_name
    from functions.customers.store.records import FINDING_SK, FindingRecord, customer_pk
    from functions.shared.outside import fresh
    from functions.shared.plain.bodies import dump

    name, email, state = fresh.new_id("cus"), f"buyer{number}@example.com", "leaving" if number % 500 == 0 else "active"
    names = [ALL, email_name(email), state_name(state), orders_name(number % 2 == 0)]
    one = Finding(name, names, f"{at}#{name}", "b***@example.com", None, "B***", "zh", at, state, [], number % 2 == 0)
    yield FindingRecord(pk=customer_pk(name), sk=FINDING_SK, kind="finding", version=1, body=dump(one))
    yield from (posting(one, each) for each in names)
