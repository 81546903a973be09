"""P07, J03: what somebody wrote stays a text wherever it is shown; what cannot be sent ends in the dead letters and is not lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.ses.models import ses_backends

from functions.notifications.app import app, notify
from functions.notifications.model.rules import RETRIES
from functions.notifications.model.template import TemplateName, Version
from functions.notifications.sending.rendering import of_files, of_version
from functions.notifications.sending.samples import sample_values
from functions.notifications.store import templates
from functions.notifications.store.messages import messages_in_partition
from functions.notifications.store.preferences import change_preferences
from functions.notifications.store.records import customer_pk
from functions.shared.outside import aws, clock
from functions.shared.plain import times
from tests.integration.notifications.channel_shop import ME, OTHER, agrees, customer, factor_added, requested
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\r\nBcc: all@example.com\r\n{{ 7*7 }}{% for x in y %}\u2028page: evil'
FINE: dict[str, Any] = {"batchItemFailures": []}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def values(event: str) -> dict[str, Any]:
    return sample_values(event, "en") | {"name": HOSTILE, "title": HOSTILE}


@pytest.mark.parametrize("event", ["order.paid", "marketing.cart_left", "marketing.back_in_stock", "incident.told"])
def test_a_script_in_a_name_is_inert_in_html_text_and_subject(event: str) -> None:
    """P07"""
    said = of_files(event, "email", "en", values(event))
    assert "<script" not in said["html"]
    assert "<img src=x" not in said["html"]
    assert "49" not in said["text"].replace("2703", ""), "what a value holds is no template"
    assert "\n" not in said["subject"]
    assert "\r" not in said["subject"]


def test_a_value_is_one_line_in_a_subject_a_text_message_and_a_field_of_wechat() -> None:
    """P07, J03: nobody adds a header, and nobody adds a field."""
    parts = {"subject": "{{ name }}", "text": "{{ name }}", "html": "<p>{{ name }}</p>"}
    subject = of_version(TemplateName("order.paid", "email", "en"), Version(1, parts, "", ""), values("order.paid"))["subject"]
    text = of_version(
        TemplateName("code.requested", "sms", "en"), Version(1, {"text": "{{ name }} {{ code }}"}, "", ""),
        sample_values("code.requested", "en") | {"name": HOSTILE},
    )["text"]  # fmt: skip
    body = of_version(
        TemplateName("order.paid", "wechat", "en"),
        Version(1, {"body": "template_id: T1\nthing1: {{ name }}"}, "", ""),
        values("order.paid"),
    )["body"]
    assert len(body.splitlines()) == 2
    for one in (subject, text):
        assert len(one.splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in goods %}{% for b in goods %}{% for c in goods %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% include 'layout.txt' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ self.x() }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ name.__class__ }}",
        "{{ unknown }}",
    ],
)
def test_loops_and_unknown_names_are_refused_when_they_are_saved(text: str) -> None:
    """P07: template loop, unknown variable."""
    path = "/v1/admin/notifications/templates/order.paid.email.en"
    body = {"parts": {"subject": "x", "text": text, "html": "<p>x</p>"}, "publish": True}
    answer = Client(app, bearer("owner")).put(path, body)
    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == "/parts/text"


def test_after_the_last_try_it_is_for_people_and_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """P07, J03: refused by the provider for a day: the queue has it then, and its dead letters."""
    customer()

    def refuses(*_: Any, **__: Any) -> Any:
        raise ClientError({"Error": {"Code": "Throttling"}}, "SendEmail")

    class Ses:
        send_email = staticmethod(refuses)

    known = aws.client
    monkeypatch.setattr(aws, "client", lambda name, **how: Ses() if name == "sesv2" else known(name, **how))
    at, event = clock.now(), factor_added()
    for pause in (timedelta(), *RETRIES):
        at += pause + timedelta(seconds=1)
        with clock.frozen(at):
            told = notify(sqs_of_events([event]), None)
    assert told != FINE, "the last refusal hands it back to the queue"
    (one,) = messages_in_partition(customer_pk(ME), limit=9).data
    assert (one.state.value, one.reason, one.attempts) == ("failed", "Throttling", len(RETRIES) + 1)
    monkeypatch.setattr(aws, "client", known)
    with clock.frozen(at + timedelta(days=1)):
        assert notify(sqs_of_events([event]), None) == FINE, "redriven, it goes"
    assert len(ses_backends["123456789012"]["us-east-1"].sent_messages) == 1


@pytest.mark.parametrize(
    ("zone", "last_quiet", "first_loud"),
    [
        ("Europe/Berlin", "2027-03-28T05:59:59Z", "2027-03-28T06:00:00Z"),
        ("America/New_York", "2027-03-28T11:59:59Z", "2027-03-28T12:00:00Z"),
        ("Asia/Kolkata", "2027-03-28T02:29:59Z", "2027-03-28T02:30:00Z"),
    ],
)
def test_quiet_hours_and_cap_at_the_boundary_in_three_zones(zone: str, last_quiet: str, first_loud: str) -> None:
    """J03: to the second, by the reader's clock; the day of the cap is the reader's, too."""
    rules = {"quiet_hours": {"start": "22:00", "end": "08:00"}, "cap_per_day": 1}
    assert Client(app).call("PUT", "/v1/admin/message_rules", rules, bearer("owner")).status == 200
    parts = {"subject": "Sale", "text": "{{ unsubscribe_link }}", "html": "<p>{{ unsubscribe_link }}</p>"}
    path = "/v1/admin/notifications/templates/marketing.spring.email.en"
    assert Client(app, bearer("owner")).put(path, {"parts": parts, "publish": True}).status == 200
    templates.forget()
    for person in (ME, OTHER):
        customer(person)
        agrees(person)
        change_preferences(person, lambda known: replace(known, time_zone=zone))

    def became(person: str) -> list[tuple[str, str | None]]:
        return sorted((one.state.value, one.reason) for one in messages_in_partition(customer_pk(person), limit=9).data)

    with clock.frozen(times.parse(last_quiet)):
        notify(sqs_of_events([requested("a", person=ME)]), None)
    assert became(ME) == [("waiting", "quiet_hours")]
    with clock.frozen(times.parse(first_loud)):
        notify(sqs_of_events([requested("b", person=OTHER)]), None)
    assert became(OTHER) == [("sent", None)]
    with clock.frozen(times.parse(first_loud) + timedelta(hours=13, minutes=59)):
        notify(sqs_of_events([requested("c", person=OTHER)]), None)
    assert became(OTHER) == [("sent", None), ("skipped", "capped")], "still their day"
    with clock.frozen(times.parse(first_loud) + timedelta(hours=24)):
        notify(sqs_of_events([requested("d", person=OTHER)]), None)
    assert became(OTHER) == [("sent", None), ("sent", None), ("skipped", "capped")]
