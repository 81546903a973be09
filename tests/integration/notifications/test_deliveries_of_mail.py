"""J03: what becomes of a mail is told by its provider, and who bounced or complained is not written to. P07: the log says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.notifications import app as notifications
from functions.notifications.app import app
from functions.notifications.model.suppression import Suppression, Why
from functions.notifications.store import suppressions
from functions.notifications.store.records import NotificationsTable
from functions.shared.events.contracts.promotions import CouponExpiring
from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.outside import fresh
from functions.shared.plain.bodies import dump
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact
from tests.support.events import sqs, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order

SES = ses_backends["123456789012"]["us-east-1"]
AT = "2026-11-27T08:00:00Z"


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def consume(*events: Envelope) -> None:
    assert notifications.notify(sqs_of_events(events), None) == {"batchItemFailures": []}


def told(kind: str, message_id: str, of: str) -> None:
    event = {"told": kind, "tags": {"message_id": [message_id], "of": [of], "stage": ["test"]}, "at": AT}
    assert notifications.note_mail_events(sqs([event]), None) == {"batchItemFailures": []}


def staff(method: str, path: str, role: str = "manager") -> Answer:
    return Client(app).call(method, path, None, bearer(role))


def log(query: str) -> list[dict[str, Any]]:
    answer = staff("GET", f"/v1/admin/messages?{query}", "support")
    assert answer.status == 200, answer.text
    return list(answer.json["data"])


def coupon_for(email: str) -> tuple[str, Envelope]:
    customer = Customer(fresh.new_id("cus"), email, "李雷", "en", "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(customer.id), sk=CUSTOMER_SK, kind="customer", body=dump(customer)).save()
    data = CouponExpiring("cpn_1", customer.id, "2036-11-12T16:00:00.000Z", {"en": "Ten off"})
    return customer.id, Envelope(
        fresh.new_id("evt"), CouponExpiring.TYPE, 1, "2026-11-11T16:00:00.000Z", "cpn_1", SYSTEM, json.loads(dump(data))
    )


def test_states_are_told_in_any_order_and_twice() -> None:
    """J03"""
    order = store_order(an_order(email="li.lei@example.com"))
    consume(paid_event(order))
    [one] = log(f"order={order.id}")
    of = f"ORD-{order.id}"
    assert (one["state"], one["purpose"]) == ("sent", "transactional")
    for kind, state in (("Delivery", "delivered"), ("Send", "delivered"), ("Complaint", "complained"), ("Bounce", "complained")):
        told(kind, one["id"], of)
        assert [found["state"] for found in log(f"order={order.id}")] == [state]
    told("Delivery", one["id"], "ORD-ord_nobody")
    told("Delivery", "msg_nobody", of)
    told("Opened", one["id"], of)
    assert [(found["id"], found["state"]) for found in log("state=complained")] == [(one["id"], "complained")]
    assert [found["id"] for found in log("limit=1")] == [one["id"]]
    assert log("state=sent") == []
    assert staff("GET", f"/v1/admin/messages?order={order.id}&customer={fresh.new_id('cus')}").status == 422
    assert staff("GET", "/v1/admin/messages?state=nonsense").status == 422
    assert staff("GET", "/v1/admin/messages?cursor=x").status == 400


def test_a_bounce_stops_all_but_what_law_asks_until_staff_lift_it() -> None:
    """J03: by every spelling of the address, and not at another one"""
    order = store_order(an_order(email="li.lei@example.com"))
    consume(paid_event(order))
    [one] = log(f"order={order.id}")
    told("Bounce", one["id"], f"ORD-{order.id}")
    second, other = store_order(an_order(email="Li.Lei@EXAMPLE.com")), store_order(an_order(email="new@example.com"))
    consume(paid_event(second), paid_event(other))
    assert [(m["state"], m["reason"]) for m in log(f"order={second.id}")] == [("skipped", "address_bounced")]
    assert [m["state"] for m in log(f"order={other.id}")] == ["sent"]
    [stopped] = staff("GET", "/v1/admin/suppressions", "support").json["data"]
    assert (stopped["why"], stopped["recipient"], stopped["message_id"]) == ("bounced", "l***@example.com", one["id"])
    assert all("li.lei" not in f"{item.pk}{item.body}".lower() for item in NotificationsTable.scan())
    assert staff("DELETE", f"/v1/admin/suppressions/{stopped['id']}", "support").status == 403
    assert staff("DELETE", f"/v1/admin/suppressions/{stopped['id']}").json["id"] == stopped["id"]
    assert staff("DELETE", f"/v1/admin/suppressions/{stopped['id']}").status == 404
    # Told again, late: what staff decided stands.
    told("Bounce", one["id"], f"ORD-{order.id}")
    assert staff("GET", "/v1/admin/suppressions").json["data"] == []
    third = store_order(an_order(email="li.lei@example.com"))
    consume(paid_event(third))
    assert [m["state"] for m in log(f"order={third.id}")] == ["sent"]


def test_a_complaint_stops_what_is_not_owed_and_a_switch_its_own_kind() -> None:
    """J03"""
    first, coupon = coupon_for("ann@example.com")
    consume(coupon)
    [one] = log(f"customer={first}")
    assert (one["state"], one["purpose"]) == ("sent", "service")
    told("Complaint", one["id"], f"CUS-{first}")
    again, next_coupon = coupon_for("ann@example.com")
    order = store_order(an_order(email="ann@example.com"))
    consume(next_coupon, paid_event(order))
    assert [(m["state"], m["reason"]) for m in log(f"customer={again}")] == [("skipped", "address_complained")]
    assert [m["state"] for m in log(f"order={order.id}")] == ["sent"]


def test_a_bounce_is_not_made_less_by_a_complaint_that_comes_beside_it() -> None:
    """The condition: the state changes between reading and writing."""
    key = suppressions.address_key("email", "bo@example.com")
    bounced = Suppression(key, "email", Why.BOUNCED, "b***@example.com", AT, "msg_1")
    complained = Suppression(key, "email", Why.COMPLAINED, "b***@example.com", AT, "msg_2")
    write = suppressions.suppression_put(complained)
    transact([suppressions.suppression_put(bounced)])
    with pytest.raises(Overtaken):
        transact([write])
    assert suppressions.suppression_of(key) == bounced
