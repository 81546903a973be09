"""J03: a campaign by each way that messages go: with a consent of that way, a text of that way, and a way to leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from moto.sns.models import sns_backends

from functions.customers.model.customer import Customer, Method, Verified
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.notifications.app import app as notifications_app
from functions.notifications.channels import push, wechat
from functions.notifications.store import templates
from functions.notifications.store.preferences import preferences_of
from functions.privacy import Purpose
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.ids import subject_of
from functions.shared.plain.settings import settings
from tests.integration.marketing import shop
from tests.integration.notifications.channel_shop import SECRET, Provider, has_keys, served
from tests.support.http import Answer, Client
from tests.support.identity import bearer

PHONE = "+8613800138000"
TEXTS: dict[str, dict[str, str]] = {
    "sms": {"text": "Sale for {{ name }}: {{ link }} Stop: {{ unsubscribe_link }}"},
    "inbox": {"title": "Sale, {{ name }}", "text": "Look: {{ link }}"},
    "push": {"title": "Sale", "body": "For {{ name }}"},
    "wechat": {"body": "template_id: T1\npage: pages/sale\nthing1: {{ name }}"},
}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    shop.mailbox()
    push.forget()
    wechat.forget()
    with served() as (one, url):
        monkeypatch.setenv("SECRET_CHANNELS", SECRET)
        has_keys(url)
        yield one
    settings.cache_clear()
    shop.forget_mails()


def admin() -> Client:
    return Client(notifications_app, bearer("manager", subject=shop.SUBJECT))


def written(channel: str, parts: dict[str, str]) -> Answer:
    answer = admin().put(f"/v1/admin/notifications/templates/marketing.spring.{channel}.en", {"parts": parts, "publish": True})
    if answer.status < 300:
        admin().put(f"/v1/admin/notifications/templates/marketing.spring.{channel}.zh", {"parts": parts, "publish": True})
    templates.forget()
    return answer


def somebody(number: int, *purposes: Purpose) -> str:
    who = shop.a_customer(number, name="Ada", agrees=False)
    proof = {"phone": Verified(PHONE, times.iso(clock.now()), Method.CODE)}
    one = Customer(who, f"c{number}@example.com", "Ada", "en", times.iso(clock.now()), phone=PHONE, verified=proof)
    CustomerRecord(pk=customer_pk(who), sk=CUSTOMER_SK, kind="customer", body=customer_body(one)).save()
    for purpose in purposes:
        shop.agree(who, purpose=purpose)
    me = Client(notifications_app, bearer(subject=subject_of(who)))
    for name, device in (("push", {}), ("wechat", {"app": "mini"})):
        body = {"channel": name, "token": f"token-{number}-{name}", **device}
        assert me.put(f"/v1/me/devices/device-{name}-{number}", body).status == 200
    return who


def texts() -> list[tuple[str, str]]:
    return [(to, text) for to, text, *_ in sns_backends["123456789012"]["us-east-1"].sms_messages.values()]


def sent_by(channel: str) -> Any:
    assert written(channel, TEXTS[channel]).status == 200
    one = shop.campaign(shop.segment(), channel=channel)
    answer = shop.schedule(one)
    assert answer.status == 200, answer.text
    shop.due_work()
    shop.deliver()
    shop.deliver()
    return shop.figures(one)


@pytest.mark.parametrize(
    ("channel", "needs"),
    [("sms", Purpose.MARKETING_SMS), ("push", Purpose.MARKETING_PUSH), ("wechat", Purpose.MARKETING_PUSH), ("inbox", None)],
)
def test_by_each_way_with_the_consent_of_that_way(channel: str, needs: Purpose | None, provider: Provider) -> None:
    """J03: who agreed to mail only is told by mail only; of the inbox of one's own account no consent is asked."""
    somebody(1, *([needs] if needs else []))
    somebody(2, Purpose.MARKETING_EMAIL)
    before = len(texts())
    found = sent_by(channel)
    if needs is None:
        assert (found["told"], found["sent"], found["held_back"]) == (2, 2, {})
        return
    assert (found["told"], found["sent"], found["held_back"]) == (2, 1, {"no_consent": 1})
    if channel == "sms":
        ((to, text),) = texts()[before:]
        assert (to, "Sale for Ada" in text, "shop.example/unsubscribe/sample" in text) == (PHONE, True, False)
    else:
        assert len(provider.got) == 1


def test_the_link_of_a_text_message_ends_text_messages_only(provider: Provider) -> None:
    """J03, findings, case 10: and for the person that it was made for, and nobody else."""
    who = somebody(1, Purpose.MARKETING_SMS, Purpose.MARKETING_EMAIL)
    sent_by("sms")
    page = re.search(r"/o/messages/leave-sms[\w.-]+", texts()[-1][1])
    assert page is not None
    assert Client(notifications_app).call("POST", page[0], b"List-Unsubscribe=One-Click", FORM).status == 200
    assert preferences_of(who).off == ["marketing:news@sms"]
    other = page[0].replace(who, shop.person(9))
    assert Client(notifications_app).call("POST", other, b"List-Unsubscribe=One-Click", FORM).status == 404, "unsubscribe of another person"
    assert preferences_of(shop.person(9)).off == []


def test_texts_are_checked_by_their_way() -> None:
    """P07, J03: a text message of 10,000 characters, of more segments than the shop pays for, that cannot be left; an unknown way."""
    leave = "{{ unsubscribe_link }}"
    assert written("sms", {"text": "x" * 10_000 + leave}).code == "too_many_segments"
    assert written("sms", {"text": "x" * 40_000}).code == "too_long"
    assert written("sms", {"text": "长" * 500 + leave}).code == "too_many_segments"
    assert written("sms", {"text": "Sale"}).code == "required_text"
    assert written("sms", {"text": "{{ nobody }} {{ unsubscribe_link }}"}).code == "unknown_variable"
    unknown = {"name": "x", "segment_id": shop.segment(), "template": "spring", "channel": "fax"}
    assert shop.staff().post("/v1/admin/message_campaigns", unknown).status == 422


def test_a_campaign_without_a_text_of_its_way_is_not_scheduled(provider: Provider) -> None:
    """J03"""
    assert provider
    one = shop.campaign(shop.segment(), channel="push")
    assert shop.schedule(one).code == "template_missing"


def test_a_test_goes_by_each_way_to_oneself(provider: Provider) -> None:
    """P07: and by no way to who has no proven number or device."""
    who = somebody(1)
    me = Client(notifications_app, bearer("manager", subject=subject_of(who)))
    stranger = Client(notifications_app, bearer("manager", subject=subject_of(shop.person(5))))
    before = len(texts())
    for channel, parts in TEXTS.items():
        assert written(channel, parts).status == 200
        path = f"/v1/admin/notifications/templates/marketing.spring.{channel}.en/test"
        answer = me.post(path, {})
        assert (answer.status, answer.json["channel"]) == (202, channel), answer.text
        assert PHONE not in answer.text
        if channel != "inbox":
            assert stranger.post(path, {}).code == "no_address"
    assert [text[:6] for _, text in texts()[before:]] == ["[Test]"]
    assert len(provider.got) == 2
    entries = me.get("/v1/me/messages").json["data"]
    assert [one["title"][:6] for one in entries] == ["[Test]"]


def test_the_log_is_narrowed_by_channel(provider: Provider) -> None:
    """P07"""
    assert provider
    somebody(1, Purpose.MARKETING_SMS)
    sent_by("sms")
    rows = admin().get("/v1/admin/messages?channel=sms").json["data"]
    assert [(one["channel"], one["state"]) for one in rows] == [("sms", "sent")]
    assert admin().get("/v1/admin/messages?channel=push").json["data"] == []


def test_a_text_that_is_taken_away_while_it_is_sent_is_held_back_in_figures_and_log(provider: Provider) -> None:
    """J02: WeChat says only what the shop has words for; that it said nothing is no secret."""
    who = somebody(1, Purpose.MARKETING_PUSH)
    assert written("wechat", TEXTS["wechat"]).status == 200
    one = shop.campaign(shop.segment(), channel="wechat")
    shop.schedule(one)
    shop.due_work()
    for language in ("en", "zh"):
        assert admin().delete(f"/v1/admin/notifications/templates/marketing.spring.wechat.{language}").status < 300
    templates.forget()
    for _ in range(2):
        shop.deliver()
    found = admin().get(f"/v1/admin/messages?customer={who}").json["data"]
    assert ([(row["state"], row["reason"]) for row in found], shop.figures(one)["held_back"]) == ([("skipped", "no_text")], {"no_text": 1})
    assert provider.got == []
