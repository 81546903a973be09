"""J03: people say what they want to be sent: in their account, by a link in a mail, by the one click of RFC 8058; and before they are
written to at all, by the button of a mail that asked. Links that scanners open change nothing (findings, case 10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications import app as notifications
from functions.notifications.app import app
from functions.notifications.model.message_link import Does
from functions.notifications.model.purpose import Channel, Purpose
from functions.notifications.store.message_links import link_for
from functions.notifications.store.preferences import preferences_of, subscriber_of
from functions.notifications.store.records import NotificationsTable
from functions.privacy import Consent, Source, consents_of, email_key, note_consents
from functions.privacy import Purpose as Agreed
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock, fresh
from functions.shared.sealing import KEY_SK, KeyRecord, key_for, key_pk
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer

ME = "cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"
ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def path_to(link: str) -> str:
    return "/o/messages/" + link.rpartition("/")[2]


def post(path: str, form: bytes = ONE_CLICK) -> Answer:
    return Client(app).call("POST", path, form, FORM)


def agree(person: str) -> None:
    said = [Consent(Agreed.MARKETING_EMAIL, True, "2026", Source.ACCOUNT, "2026-01-01T00:00:00.000Z")]
    note_consents(person, said, actor=Actor("guest"), remember=lambda _: [])


def rows() -> list[tuple[str, str, int]]:
    return sorted((item.pk, item.sk, int(item.version or 0)) for item in NotificationsTable.scan())


def test_a_scanner_changes_nothing_and_one_click_does_once() -> None:
    """J03"""
    key_for(ME)
    agree(ME)
    path, other = path_to(link_for(Does.LEAVE, Purpose.NEWS, ME, "msg_1")), path_to(link_for(Does.LEAVE, Purpose.CARTS, ME, "msg_2"))
    before = rows()
    for _ in range(3):
        for method in ("GET", "HEAD"):
            for lang in ("", "?lang=zh", "?lang=x%00"):
                assert Client(app).call(method, path + lang, None).status in (200, 422)
    page = Client(app).get(path)
    assert "<button" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert (rows(), preferences_of(ME).off) == (before, [])
    assert post(path).status == 200
    once = rows()
    assert (post(path).status, rows()) == (200, once)
    assert preferences_of(ME).off == ["marketing:news@email"]
    assert consents_of(ME)[0].given, "the kind is off, the consent stands"
    assert post(other, b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--').status == 200
    assert preferences_of(ME).off == ["marketing:carts@email", "marketing:news@email"]
    assert post(path, b"do=back").status == 200
    assert preferences_of(ME).off == ["marketing:carts@email"]
    for nothing in (b"", b"do=join", b"\xff\xfe", b"do=everything" * 4000, b"List-Unsubscribe=No"):
        assert post(path, nothing).status in (200, 413)
    assert preferences_of(ME).off == ["marketing:carts@email"]
    assert post(path, b"do=everything").status == 200
    assert [one.given for one in consents_of(ME)] == [False]
    # M07: kinds that were switched off, each once for each time; all of it is a consent taken back.
    told = [(one.data["person"], one.data["purpose"]) for one in events_in(NotificationsTable, "subscription.ended")]
    assert told == [(ME, "marketing:news"), (ME, "marketing:carts")]
    assert [one.data["taken_back"] for one in events_in(type(KeyRecord()), "consent.decided")] == [False, True]


def test_nobody_elses_link_and_no_forged_one() -> None:
    """J03: a letter changed, another person, another purpose, the link that joins: none of them does anything"""
    good = path_to(link_for(Does.LEAVE, Purpose.NEWS, ME, "msg_1"))
    other = "cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5F"
    forged = [
        good.replace(ME, other),
        good.replace("news", "carts"),
        good.replace("leave", "join"),
        good[:-1] + "x",
        good + "0",
        "/o/messages/x",
    ]
    for path in forged:
        assert (Client(app).get(path).status, post(path).status) == (404, 404), path
    assert preferences_of(ME).off == preferences_of(other).off == []
    assert rows() == []
    erased = "cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5G"
    KeyRecord(pk=key_pk(erased), sk=KEY_SK, kind="key", erased_at="2026-01-01T00:00:00.000Z").save()
    assert post(path_to(link_for(Does.LEAVE, Purpose.NEWS, erased, "msg_1"))).status == 200
    assert rows() == [], "whoever was erased is not brought back"


def test_in_the_account() -> None:
    """J03: by purpose and way; codes and orders cannot be switched off"""
    client = Client(app, bearer(subject="0192aa3e-0000-7000-8000-000000000001"))
    first = client.get("/v1/me/message_preferences")
    assert first.status == 200, first.text
    assert {row["purpose"] for row in first.json["preferences"]} == {one.value for one in Purpose}
    # What the shop owes is said by mail and by text message, whatever is switched off elsewhere.
    assert {row["channel"] for row in first.json["preferences"] if row["purpose"] == "transactional"} == {"inbox", "push", "wechat"}
    advertising = [row for row in first.json["preferences"] if row["purpose"].startswith("marketing:")]
    # In the inbox of the shop's own pages nobody is called upon (ADR 92).
    assert {row["channel"] for row in advertising if row["sent"]} == {"inbox"}
    off = {"preferences": [{"purpose": "service", "channel": "email", "on": False}], "time_zone": "Europe/Berlin"}
    changed = client.put("/v1/me/message_preferences", off, if_match='"0"', idempotency_key="k1")
    assert (changed.status, changed.json["time_zone"], changed.json["version"]) == (200, "Europe/Berlin", 1)
    assert client.put("/v1/me/message_preferences", off, if_match='"0"', idempotency_key="k1").json == changed.json
    assert client.put("/v1/me/message_preferences", off, if_match='"0"').code == "version_conflict"
    for bad in (
        {"preferences": [{"purpose": "transactional", "channel": "email", "on": False}]},
        {"preferences": [{"purpose": "service", "channel": "email", "on": False}] * 2},
        {"preferences": [], "time_zone": "Mars/Olympus"},
        {"preferences": [], "time_zone": "../../etc/passwd"},
        {},
    ):
        assert client.put("/v1/me/message_preferences", bad).status == 422, bad
    assert Client(app).get("/v1/me/message_preferences").status == 401


def test_who_subscribes_is_asked_first_and_the_button_makes_them_agree() -> None:
    """J03: double opt-in; the address stands nowhere in clear, and the question comes once in a while however often somebody asks"""
    body = {"email": "Ann@Example.com", "language": "en", "text_version": "2026-11"}
    person = email_key("ann@example.com")
    for _ in range(3):
        assert Client(app).post("/v1/subscriptions", body).status == 202
    told = events_in(NotificationsTable, "subscription.requested")
    assert len(told) == 1
    assert notifications.notify(sqs_of_events(told * 2), None) == {"batchItemFailures": []}
    (mail,) = ses_backends["123456789012"]["us-east-1"].sent_messages
    (link,) = set(re.findall(r"/o/messages/[\w.]+", mail.body))
    assert all("ann@" not in f"{item.body}".lower() for item in NotificationsTable.scan())
    assert consents_of(person) == []
    for _ in range(3):
        assert Client(app).get(link).status == Client(app).call("HEAD", link, None).status == 200
    assert post(link).status == 200, "one click of an unsubscription says nothing on this page"
    assert consents_of(person) == []
    assert post(link, b"do=join").status == post(link, b"do=join").status == 200
    [given] = consents_of(person)
    assert (given.given, given.text_version, given.purpose) == (True, "2026-11", Agreed.MARKETING_EMAIL)
    assert len(events_in(type(KeyRecord()), "consent.decided")) == 1
    assert preferences_of(person).wants(Purpose.NEWS, Channel.EMAIL)
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert post(link, b"do=join").status == 404
    for bad in ({**body, "email": "no"}, {**body, "text_version": ""}, {"email": "a@example.com"}, {**body, "language": "x" * 50}):
        assert Client(app).post("/v1/subscriptions", bad).status == 422


def test_of_two_questions_the_last_one_counts_and_an_erased_address_is_asked_nothing() -> None:
    """J03"""
    body = {"email": "bo@example.com", "language": "en", "text_version": "2026-11"}
    person, now = email_key("bo@example.com"), clock.now()
    Client(app).post("/v1/subscriptions", body)
    known = subscriber_of(person)
    assert known is not None
    first = path_to(link_for(Does.JOIN, Purpose.NEWS, person, known.asked))
    with clock.frozen(now + timedelta(minutes=5)):
        Client(app).post("/v1/subscriptions", body)
        assert post(first, b"do=join").status == 404
    gone = email_key("cy@example.com")
    KeyRecord(pk=key_pk(gone), sk=KEY_SK, kind="key", erased_at="2026-01-01T00:00:00.000Z").save()
    assert Client(app).post("/v1/subscriptions", {**body, "email": "cy@example.com"}).status == 202
    assert subscriber_of(gone) is None
    assert fresh.new_id("ntc") != known.asked
