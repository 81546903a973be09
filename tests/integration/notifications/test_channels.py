"""J02, J03: a message goes by each channel that it is told on, once; the slow one delays no other; a device is one person's; what is of
one customer is read by no other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import app, notify, tell_by_push, tell_by_wechat, tell_in_inbox, wake_messages
from functions.notifications.channels import push
from functions.notifications.model.message import Message
from functions.notifications.model.purpose import Channel, Purpose
from functions.notifications.model.template import Head, Version
from functions.notifications.store import templates
from functions.notifications.store.messages import due_messages, messages_in_partition
from functions.notifications.store.paces import wait_for_turn
from functions.notifications.store.preferences import change_preferences
from functions.notifications.store.records import NotificationsTable, customer_pk
from functions.privacy import Purpose as Agreed
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact
from tests.integration.notifications.channel_shop import (
    ME,
    OTHER,
    SECRET,
    SUBJECTS,
    Provider,
    agrees,
    customer,
    factor_added,
    has_keys,
    requested,
    served,
)
from tests.support.events import sqs_of_events
from tests.support.http import Client
from tests.support.identity import bearer

FINE: dict[str, Any] = {"batchItemFailures": []}
TOKEN = {"channel": "push", "token": "token-of-a-telephone"}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with served() as (one, url):
        monkeypatch.setenv("SECRET_CHANNELS", SECRET)
        has_keys(url)
        yield one
    settings.cache_clear()


def mails() -> list[Any]:
    return list(ses_backends["123456789012"]["us-east-1"].sent_messages)


def log(person: str = ME) -> dict[str, tuple[str, str | None]]:
    found: list[Message] = list(messages_in_partition(customer_pk(person), limit=50).data)
    return {one.channel: (one.state.value, one.reason) for one in found}


def me(person: str = ME) -> dict[str, str]:
    return bearer(subject=SUBJECTS[person])


def call(method: str, path: str, body: Any = None, person: str = ME) -> Any:
    return Client(app).call(method, path, body, me(person))


def publish(name: str, **parts: str) -> None:
    version = Version(1, parts, "2026-01-01T00:00:00.000Z", "staff")
    transact(templates.version_writes(Head(name, 1, 1, version.made_at, "staff", version.made_at), 0, version))
    templates.forget()


def test_an_event_is_told_once_on_each_channel(provider: Provider) -> None:
    customer(name="<script>alert(1)</script>{{7*7}}")
    assert call("PUT", "/v1/me/devices/telephone-1", TOKEN).status == 200
    publish("factor.added.wechat.en", body="template_id: TX1\nthing1: {{ name }}")
    assert call("PUT", "/v1/me/devices/wechat-mini", {"channel": "wechat", "app": "mini", "token": "openid-1"}).status == 200
    twice = sqs_of_events([factor_added()] * 2)
    for consume in (notify, tell_in_inbox, tell_by_push, tell_by_wechat) * 2:
        assert consume(twice, None) == FINE
    assert log() == dict.fromkeys(("email", "inbox", "push", "wechat"), ("sent", None))
    assert len(mails()) == 1
    assert "<script>" not in mails()[0].body.partition("<html")[2]
    said = dict(provider.got)
    assert [path for path, _ in provider.got] == ["/v1/projects/shop/messages:send", "/cgi-bin/message/subscribe/send"]
    pushed = said["/v1/projects/shop/messages:send"]["message"]
    assert (pushed["token"], pushed["data"]["event"]) == (TOKEN["token"], "factor.added")
    assert "http" not in pushed["notification"]["body"]
    assert said["/cgi-bin/message/subscribe/send"]["data"] == {"thing1": {"value": "<script>alert(1)</s…"}}
    page = call("GET", "/v1/me/messages").json
    assert (page["unread"], len(page["data"]), "{{7*7}}" in page["data"][0]["text"]) == (1, 1, True), "text, read as text"
    stored = "".join(str(one.body) for one in NotificationsTable.scan())
    assert "alert(1)" not in stored, "what is in the inbox is sealed"
    assert TOKEN["token"] not in stored
    assert call("GET", "/v1/me/devices").json["data"][0].keys() == {"id", "channel", "app", "at"}


def test_a_provider_that_hangs_delays_no_mail_and_is_asked_again(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "SECONDS", 0.4)
    customer()
    call("PUT", "/v1/me/devices/telephone-1", TOKEN)
    provider.hangs.set()
    event = sqs_of_events([factor_added()])
    started = time.perf_counter()
    assert tell_by_push(event, None) == FINE
    hung = time.perf_counter() - started
    started = time.perf_counter()
    assert notify(event, None) == FINE
    assert time.perf_counter() - started < hung
    assert (log()["email"], log()["push"], len(mails())) == (("sent", None), ("failed", "no_answer"), 1)
    provider.hangs.clear()
    sqs = boto3.client("sqs")
    queue = sqs.create_queue(QueueName="shop-test-notifications-push")["QueueUrl"]
    monkeypatch.setenv("QUEUE_NOTIFICATIONS_PUSH", queue)
    with clock.frozen(clock.now() + timedelta(seconds=90)):
        assert wake_messages({}, None) == {"woken": 1}
        assert wake_messages({}, None) == {"woken": 0}, "it is on its way"
        [woken] = sqs.receive_message(QueueUrl=queue)["Messages"]
        assert tell_by_push({"Records": [{"messageId": "1", "body": woken["Body"], "attributes": {}}]}, None) == FINE
    assert (log()["push"], list(due_messages(clock.now() + timedelta(days=9), most=9))) == (("sent", None), [])


def test_a_device_is_of_who_signed_in_there_last_and_gone_when_its_provider_says_so(provider: Provider) -> None:
    customer()
    customer(OTHER, email="bob@example.com")
    for person in (ME, OTHER):
        assert call("PUT", "/v1/me/devices/telephone-1", TOKEN, person).status == 200
    assert [len(call("GET", "/v1/me/devices", None, one).json["data"]) for one in (ME, OTHER)] == [0, 1]
    tell_by_push(sqs_of_events([factor_added(ME)]), None)
    assert provider.got == []
    provider.answers.append((404, {"error": {"status": "NOT_FOUND", "details": [{"errorCode": "UNREGISTERED"}]}}))
    assert tell_by_push(sqs_of_events([factor_added(OTHER)]), None) == FINE
    assert (log(OTHER)["push"], call("GET", "/v1/me/devices", None, OTHER).json["data"]) == (("skipped", "UNREGISTERED"), [])
    for n in range(12):
        call("PUT", f"/v1/me/devices/telephone-{n}", {"channel": "push", "token": f"t{n}"})
    assert len(call("GET", "/v1/me/devices").json["data"]) == 10
    for body in ({"channel": "email", "token": "x"}, {"channel": "wechat", "token": "x"}, {"channel": "push", "token": "a b"}):
        assert call("PUT", "/v1/me/devices/telephone-1", body).status == 422
    assert [call(method, "/v1/me/devices/x", TOKEN if method == "PUT" else None).status for method in ("PUT", "DELETE")] == [404, 404]


def test_what_is_held_for_a_device_that_goes_meanwhile_ends_and_is_not_woken_for_ever(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J03: so does what is held for an address that changed, and what its event has no use for any more."""
    customer()
    queue = boto3.client("sqs").create_queue(QueueName="shop-test-notifications-push")["QueueUrl"]
    monkeypatch.setenv("QUEUE_NOTIFICATIONS_PUSH", queue)
    assert call("PUT", "/v1/me/devices/telephone-1", TOKEN).status == 200
    provider.answers.append((503, {}))
    now = clock.now()
    with clock.frozen(now):
        assert tell_by_push(sqs_of_events([factor_added()]), None) == FINE
    assert log()["push"][0] == "failed"
    assert call("DELETE", "/v1/me/devices/telephone-1").status == 204
    with clock.frozen(now + timedelta(minutes=2)):
        assert wake_messages({}, None) == {"woken": 1}
        (woken,) = boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
        assert tell_by_push({"Records": [{"messageId": "1", "body": woken["Body"], "attributes": {}}]}, None) == FINE
    assert log()["push"] == ("skipped", "over")
    assert list(due_messages(clock.now() + timedelta(days=9), most=9)) == []


def test_the_inbox_is_its_owner_s() -> None:
    customer()
    customer(OTHER, email="bob@example.com")
    tell_in_inbox(sqs_of_events([factor_added(cause=str(n)) for n in range(3)]), None)
    page = call("GET", "/v1/me/messages?limit=2").json
    assert (len(page["data"]), page["unread"]) == (2, 3)
    one = page["data"][0]["id"]
    rest = call("GET", f"/v1/me/messages?limit=2&cursor={page['next_cursor']}").json
    assert (len(rest["data"]), rest["next_cursor"]) == (1, None)
    assert [call(how, f"/v1/me/messages/{one}{end}", None, OTHER).status for how, end in (("POST", "/read"), ("DELETE", ""))] == [404, 404]
    first, again = (call("POST", f"/v1/me/messages/{one}/read").json["read_at"] for _ in range(2))
    assert first == again
    assert call("GET", "/v1/me/messages").json["unread"] == 2
    assert call("DELETE", f"/v1/me/messages/{one}").status == 204
    assert call("DELETE", f"/v1/me/messages/{one}").status == 404
    assert [call("POST", "/v1/me/messages/read").json["read"] for _ in range(2)] == [2, 0]
    left = call("GET", "/v1/me/messages").json
    assert (left["unread"], len(left["data"])) == (0, 2)
    tell_in_inbox(sqs_of_events([factor_added(cause="2")]), None)
    assert len(call("GET", "/v1/me/messages").json["data"]) == 2, "what was deleted does not come back"


def rules(**said: Any) -> Any:
    return Client(app).call("PUT", "/v1/admin/message_rules", said, bearer("owner"))


def test_held_for_the_morning_and_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings, case 14."""
    publish("marketing.spring.email.en", subject="Sale", text="{{ unsubscribe_link }}", html="<p>{{ unsubscribe_link }}</p>")
    customer()
    customer(OTHER, email="bob@example.com")
    for person in (ME, OTHER):
        agrees(person)
        change_preferences(person, lambda known: replace(known, time_zone="Europe/Berlin"))
    assert rules(quiet_hours={"start": "22:00", "end": "08:00"}, cap_per_day=1).status == 200
    queue = boto3.client("sqs").create_queue(QueueName="shop-test-notifications")["QueueUrl"]
    monkeypatch.setenv("QUEUE_NOTIFICATIONS", queue)
    night = times.parse("2027-03-27T22:30:00Z")
    sale = requested("sale", until="2027-03-28T00:00:00.000Z")
    with clock.frozen(night):
        notify(sqs_of_events([sale, requested("a"), requested("b"), requested("c", person=OTHER)] * 2), None)
        notify(sqs_of_events([factor_added()]), None)
    assert [one.subject for one in mails()] != ["Sale"]
    assert (len(mails()), log(OTHER)) == (1, {"email": ("waiting", "quiet_hours")})
    change_preferences(OTHER, lambda known: known.switched(Purpose.NEWS, Channel.EMAIL, on=False))
    with clock.frozen(times.parse("2027-03-28T05:59:00Z")):
        assert wake_messages({}, None) == {"woken": 0}
    with clock.frozen(times.parse("2027-03-28T06:00:30Z")):
        assert wake_messages({}, None) == {"woken": 4}
        woken = boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
        records = [{"messageId": str(n), "body": one["Body"], "attributes": {}} for n, one in enumerate(woken * 2)]
        assert notify({"Records": records}, None) == FINE
    assert [one.subject for one in mails()].count("Sale") == 1, "one may go today; the other is one too many"
    became = sorted((one.state.value, one.reason) for one in messages_in_partition(customer_pk(ME), limit=9).data if one.cause)
    assert became == [("sent", None), ("skipped", "capped"), ("skipped", "offer_over")], "the sale ended at 02:00"
    assert log(OTHER) == {"email": ("skipped", "switched_off")}


def test_advertising_needs_a_consent_for_its_way(provider: Provider) -> None:
    for channel in ("push", "inbox"):
        publish(f"marketing.spring.{channel}.en", title="Sale", body="{{ link }}", text="{{ link }}")
    customer()
    call("PUT", "/v1/me/devices/telephone-1", TOKEN)
    agrees(ME, Agreed.MARKETING_EMAIL)
    tell_by_push(sqs_of_events([requested("a", "push")]), None)
    tell_in_inbox(sqs_of_events([requested("b", "inbox")]), None)
    assert log() == {"push": ("skipped", "no_consent"), "inbox": ("sent", None)}
    agrees(ME, Agreed.MARKETING_PUSH)
    tell_by_push(sqs_of_events([requested("c", "push")]), None)
    assert len(provider.got) == 1
    # What was asked for by push goes by no other way.
    notify(sqs_of_events([requested("d", "push")]), None)
    assert mails() == []


def test_words_that_cannot_be_used_lose_no_message() -> None:
    publish("marketing.spring.email.en", subject="{{ nobody }}", text="x", html="x")
    customer()
    agrees()
    assert notify(sqs_of_events([requested("a")]), None) == FINE
    assert log() == {"email": ("failed", "template_unusable")}
    publish("marketing.summer.email.en", subject="Sale", text="x", html="x")
    assert len(list(due_messages(clock.now() + timedelta(minutes=2), most=9))) == 1


def test_what_the_shop_owes_is_switched_off_on_no_mail_and_no_number() -> None:
    key_for_all = customer()

    def switch(channel: str, purpose: str = "transactional") -> int:
        body = {"preferences": [{"purpose": purpose, "channel": channel, "on": False}]}
        return int(call("PUT", "/v1/me/message_preferences", body).status)

    assert [switch(one) for one in ("email", "sms", "pigeon", "inbox", "push")] == [422, 422, 422, 200, 200]
    tell_in_inbox(sqs_of_events([factor_added(key_for_all.id)]), None)
    assert log() == {"inbox": ("skipped", "switched_off")}


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_hours": {"start": "25:00", "end": "08:00"}},
        {"quiet_hours": "night"},
        {"per_second": {"pigeon": 3}},
        {"per_second": {"email": 0}},
        {"cap_per_day": -1},
        {"inbox_days": 1},
    ],
)
def test_rules_that_are_none(wrong: dict[str, Any]) -> None:
    assert rules(**wrong).status == 422


def test_no_more_a_second_than_the_provider_takes() -> None:
    started = time.perf_counter()
    assert all(wait_for_turn("email", 20, 2.0) for _ in range(11))
    # Ten steps of 50 ms; moments are whole milliseconds.
    assert time.perf_counter() - started >= 0.499
    # Whose turn would come too late does not wait for it.
    assert [wait_for_turn("sms", 1, 0.2) for _ in range(2)] == [True, False]
