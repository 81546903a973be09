"""What endpoints outside were told goes with its person, and what is told later has nothing of them; drafts and subscriptions, too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.notifications.app import app as notifications_app
from functions.notifications.app import hand_out_events
from functions.notifications.model.delivery import Delivery
from functions.notifications.store.records import DeliveryRecord, NotificationsTable
from functions.orders.app import app as orders_app
from functions.orders.store.drafts import drafts
from functions.orders.store.records import OrdersTable
from functions.privacy.app import app, work_requests
from functions.shared.plain.bodies import load
from functions.shared.sealing import forget
from tests.integration.notifications.webhooks.subscribers import Stage, staged
from tests.integration.orders.buyer import ADDRESS, a_variant
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import MARK, plant_order, said
from tests.integration.privacy.test_erasure import ERASURE, erased, in_clear, key_is_gone
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.jobs import run_jobs
from tests.support.tables import snapshot


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return staged(monkeypatch)


def kept() -> list[Delivery]:
    return [load(Delivery, record.body) for record in DeliveryRecord.scan(DeliveryRecord.kind == "delivery")]


def told_of(order_id: str) -> Any:
    return [one for one in events_in(OrdersTable) if one.subject == order_id]


def test_messages_that_are_kept_lose_what_integrations_said_and_stay_messages(stage: Stage, person: Person) -> None:
    """H14: those of whoever still waits for an order, too; of others they stay."""
    other = plant_order(None)
    stage.made()
    events = [*told_of(person.order_id), *told_of(other)]
    assert events
    hand_out_events(sqs_of_events(events), None)
    assert MARK in str([one.body for one in kept()])
    erased(Client(app, bearer(subject=person.subject)))
    of = {one.resource: json.loads(one.body) for one in kept()}
    assert MARK not in str(of[person.order_id])
    assert of[person.order_id]["data"]["order"]["order_id"] == person.order_id
    assert MARK in str(of[other])
    assert not any("DLV#" in where and of[person.order_id]["id"] in where for where in in_clear())


def test_an_event_that_comes_after_its_person_went_is_told_without_them(stage: Stage, person: Person) -> None:
    """Case 8: one from the dead letters. Ids, money and times are told as ever."""
    stage.made()
    before = sqs_of_events(told_of(person.order_id))
    assert MARK in str(before)
    erased(Client(app, bearer(subject=person.subject)))
    forget()
    assert hand_out_events(before, None) == {"batchItemFailures": []}
    (message,) = kept()
    body = json.loads(message.body)
    assert MARK not in message.body
    assert (body["type"], body["subject"], body["data"]["order"]["order_id"]) == ("order.paid", person.order_id, person.order_id)
    assert in_clear() == []


def test_a_subscription_goes_with_its_address(person: Person) -> None:
    """H14: of a customer by their account, of a guest by the order that proves them, of anybody else by staff."""
    staff, guest = Client(app, bearer("manager")), Client(notifications_app)
    order_id = plant_order(None, email=f"{MARK}.guest@example.com")
    for email in (person.email, f"{MARK}.guest@example.com", f"{MARK}.nobody@example.com"):
        assert guest.post("/v1/subscriptions", {"email": email, "text_version": "1"}).status == 202

    def subscribers() -> int:
        return sum(one.kind == "subscriber" for one in NotificationsTable.scan())

    assert subscribers() == 3
    erased(Client(app, bearer(subject=person.subject)))
    assert subscribers() == 2
    for body in ({"order_id": order_id, "email": f"{MARK}.guest@example.com"}, {"email": f"{MARK}.Nobody@example.com"}):
        asked = staff.post("/v1/admin/erasures", body)
        assert asked.status == 202, asked.text
        run_jobs(work_requests)
        told = staff.get(f"/v1/admin/erasures/{asked.json['person']}").json
        assert (told["state"], told["left"]) == ("done", 0)
    assert subscribers() == 0
    assert [key for key in snapshot()["privacy"] if "KEY#eml_" in str(key)] == []
    wish = {"email": person.email, "text_version": "1"}
    assert guest.post("/v1/subscriptions", wish, idempotency_key="a later wish of theirs").status == 202
    assert subscribers() == 1
    assert staff.post("/v1/admin/erasures", {"customer_id": person.id, "email": person.email}).status == 422


def test_a_draft_for_a_customer_is_theirs(person: Person) -> None:
    """H14: told as waiting while it can be placed; then it is emptied, what staff wrote about its price, too."""
    line = {"variant_id": a_variant(stock=5, price=5000), "quantity": 1, "price": {"amount": 4900, "currency": "CNY"}}
    wish = {"customer_id": person.id, "address": {**ADDRESS, "street": said()}, "note": said(" on the desk")}
    staff = Client(orders_app, bearer("support"))
    made = staff.post("/v1/admin/draft_orders", wish | {"lines": [line | {"price_reason": said(" asked nicely")}]})
    assert made.status == 201, made.text
    draft_id, me = made.json["id"], Client(app, bearer(subject=person.subject))
    assert [(one["order_id"], one["why"]) for one in me.post(ERASURE).json["waiting"]] == [(draft_id, "drafted")]
    run_jobs(work_requests)
    assert drafts.known_draft(draft_id).draft.order.note.startswith(MARK)
    assert staff.post(f"/v1/admin/draft_orders/{draft_id}/cancel", {}).status == 200
    told = erased(me)
    assert (told["state"], told["left"], told["waiting"]) == ("done", 0, [])
    assert drafts.known_draft(draft_id).draft.order.note == ""
    assert in_clear() == []
    assert key_is_gone(draft_id)
