"""What tests of marketing share: people who are known, a text to send, and what queues would deliver."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import boto3
from moto.ses.models import ses_backends

from functions.customers.model.customer import Customer
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.marketing.app import app, know_people, note_outcomes, sweep, work
from functions.marketing.model.known import Known
from functions.marketing.store.people import known_put
from functions.marketing.store.records import CAMPAIGN_SK, MarketingTable, campaign_pk
from functions.notifications import app as notifications
from functions.notifications.app import app as notifications_app
from functions.notifications.store import templates
from functions.notifications.store.records import NotificationsTable
from functions.privacy import Consent, Purpose, Source, note_consents
from functions.shared.events.contracts.customers import CustomerRegistered
from functions.shared.events.envelope import Actor, Envelope
from functions.shared.outside import clock
from functions.shared.plain import ids, times
from functions.shared.plain.bodies import dump
from functions.shared.sealing import PrivacyTable, key_for
from functions.shared.store.transactions import transact
from tests.support.events import events_in, sqs, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer

SUBJECT = "00000000-0000-4000-8000-000000000001"
TEXT = {
    "subject": "Sale, {{ name }}",
    "text": "Hello {{ name }}: {{ link }} {{ coupon_code }} {{ unsubscribe_link }}",
    "html": '<p>Hello {{ name }}: <a href="{{ link }}">sale</a> {{ coupon_code }} <a href="{{ unsubscribe_link }}">stop</a></p>',
}
EVERYBODY = {"field": "orders", "op": "at_least", "value": 0}


def staff(role: str = "manager") -> Client:
    return Client(app, bearer(role, subject=SUBJECT))


def mailbox() -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")


def mails() -> list[Any]:
    return list(ses_backends["123456789012"]["us-east-1"].sent_messages)


def forget_mails() -> None:
    ses_backends["123456789012"]["us-east-1"].reset()


def published(template: str = "spring", *languages: str) -> None:
    client = Client(notifications_app, bearer("manager", subject=SUBJECT))
    for language in languages or ("en", "zh"):
        path = f"/v1/admin/notifications/templates/marketing.{template}.email.{language}"
        answer = client.put(path, {"parts": TEXT, "publish": True})
        assert answer.status in (200, 201), answer.text
    # What was looked for before is known to be missing for a minute.
    templates.forget()


def person(number: int) -> str:
    return ids.derived_id("cus", f"person {number}")


def a_customer(number: int, *, name: str = "", language: str = "en", agrees: bool = True, birth_date: str | None = None) -> str:
    """With an account, known to marketing as its events would have it."""
    return a_customer_of(person(number), number, name=name, language=language, agrees=agrees, birth_date=birth_date)


def a_customer_of(
    customer_id: str, number: int, *, name: str = "", language: str = "en", agrees: bool = True, birth_date: str | None = None
) -> str:
    now = times.iso(clock.now())
    email = f"c{number}@example.com"
    one = Customer(customer_id, email, name or f"Customer {number}", language, now, birth_date=birth_date)
    key_for(customer_id)
    CustomerRecord(pk=customer_pk(customer_id), sk=CUSTOMER_SK, kind="customer", body=customer_body(one)).save()
    if agrees:
        agree(customer_id)
    heard(know_people, [event(CustomerRegistered(customer_id, language), customer_id)])
    return customer_id


def known(number: int, **fields: Any) -> str:
    """Somebody marketing knows, and nobody else: for many of them."""
    who = person(number)
    transact([known_put(Known(who, **{"language": "en", **fields}))])
    return who


def agree(who: str, given: bool = True, purpose: Purpose = Purpose.MARKETING_EMAIL) -> None:
    said = [Consent(purpose, given, "2026", Source.ACCOUNT, times.iso(clock.now()))]
    note_consents(who, said, actor=Actor("customer"), remember=lambda _: [])
    told = [one for one in events_in(PrivacyTable, "consent.decided") if one.data["person"] == who]
    heard(know_people, told)


def event(payload: Any, subject: str, at: datetime | None = None) -> Envelope:
    moment = times.iso(at or clock.now())
    made = ids.derived_id("evt", payload.TYPE, subject, moment)
    return Envelope(made, payload.TYPE, 1, moment, subject, Actor("system"), json.loads(dump(payload)))


def heard(consumer: Any, events: Iterable[Envelope]) -> None:
    told = list(events)
    for start in range(0, len(told), 10):
        assert consumer(sqs_of_events(told[start : start + 10]), None) == {"batchItemFailures": []}


def segment(rule: Any = None, name: str = "All") -> str:
    answer = staff().post("/v1/admin/segments", {"name": name, "rule": rule or EVERYBODY})
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def campaign(segment_id: str, **fields: Any) -> str:
    body = {"name": "Spring", "segment_id": segment_id, "template": "spring", "values": {"link": "https://shop.example/s"}, **fields}
    answer = staff().post("/v1/admin/message_campaigns", {name: value for name, value in body.items() if value is not None})
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def schedule(campaign_id: str, **when: str) -> Answer:
    return staff().post(f"/v1/admin/message_campaigns/{campaign_id}/schedule", when)


def turn(campaign_id: str, context: Any = None) -> Any:
    return work(sqs([{"keys": [[campaign_pk(campaign_id), CAMPAIGN_SK]]}]), context)


def due_work(context: Any = None) -> int:
    """What the sweep would put on the queue is done at once; how much it was."""
    queue = boto3.client("sqs").create_queue(QueueName="marketing-work")["QueueUrl"]
    sent: int = sweep({}, None)["sent"]
    while found := boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        for message in found:
            boto3.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            assert work(sqs([json.loads(message["Body"])]), context) == {"batchItemFailures": []}
    return sent


def requested() -> list[Envelope]:
    return events_in(MarketingTable, "marketing.message_requested")


def deliver() -> None:
    """Everything that was requested is sent, and what became of it is noted."""
    heard(notifications.send_marketing, requested())
    note_all()


def note_all() -> None:
    heard(note_outcomes, events_in(NotificationsTable, "message.noted"))


def figures(campaign_id: str) -> Any:
    return staff().get(f"/v1/admin/message_campaigns/{campaign_id}/figures").json["figures"]


def state(campaign_id: str) -> str:
    return str(staff().get(f"/v1/admin/message_campaigns/{campaign_id}").json["state"])
