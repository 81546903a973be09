"""P07: the shop's own words: written, checked, published, rolled back, tried out, and sent; and a bad one loses no message."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import app
from functions.notifications.app import notify as consume
from functions.notifications.model.template import Version
from functions.notifications.store import templates
from functions.notifications.store.records import NotificationsTable
from functions.shared.plain.bodies import dump
from tests.integration.access.standings import stand
from tests.support.events import sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.orders import an_order, paid_event, store_order

PATH = "/v1/admin/notifications/templates"
PAID = f"{PATH}/order.paid.email.en"
RIGHT = "{% if right %}{{ right.days }} days{% endif %}"
OWN = {"subject": "Paid: {{ number }}", "text": f"Dear {{{{ name }}}}, thanks. {RIGHT}", "html": f"<p>Dear {{{{ name }}}}</p>{RIGHT}"}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def mails() -> list[Any]:
    return list(ses_backends["123456789012"]["us-east-1"].sent_messages)


SUBJECT = "00000000-0000-4000-8000-000000000001"


def call(method: str, path: str, body: Any = None, role: str = "manager", **headers: str) -> Answer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(app).call(method, path, body, bearer(role, subject=SUBJECT) | sent)


def save(parts: dict[str, str], *, publish: bool = True, path: str = PAID, **headers: str) -> Answer:
    return call("PUT", path, {"parts": parts, "publish": publish}, **headers)


def tell(language: str = "en", name: str = "") -> Any:
    order = an_order(language=language)
    order = store_order(replace(order, address=replace(order.address, name=name)) if name else order)
    event = paid_event(order)
    assert consume(sqs_of_events([event, event]), None) == {"batchItemFailures": []}
    return mails()[-1]


def test_a_version_is_written_published_sent_rolled_back_and_removed() -> None:
    first = save(OWN)
    assert (first.status, first.json["published_version"], first.json["parts"]) == (200, 1, OWN), first.text
    sent = tell()
    assert (sent.subject.startswith("Paid: "), "Dear 李雷" in sent.body, len(mails())) == (True, True, 1)
    assert save(OWN | {"subject": "Second {{ number }}"}, publish=False, If_Match=first.headers["etag"]).json["published_version"] == 1
    assert tell().subject.startswith("Paid: "), "a draft is not sent"
    assert save(OWN, If_Match=first.headers["etag"]).code == "version_conflict"
    second = call("POST", f"{PAID}/publish", {"version": 2})
    assert (second.status, second.json["parts"]["subject"], tell().subject[:7]) == (200, "Second {{ number }}", "Second ")
    assert call("POST", f"{PAID}/publish", {"version": 1}).json["published_version"] == 1
    assert tell().subject.startswith("Paid: ")
    assert call("POST", f"{PAID}/publish", {"version": 9}).status == 404
    assert [one["version"] for one in call("GET", f"{PAID}/versions?limit=1").json["data"]] == [2]
    assert call("GET", f"{PAID}/versions/1").json["parts"] == OWN
    assert call("DELETE", PAID).status == 204
    assert "付款成功" not in (built_in := tell()).subject
    assert "Paid: " not in built_in.subject
    assert call("GET", PAID).json["published_version"] == 0


def test_a_repeated_call_writes_one_version_and_who_may_only_read_writes_none() -> None:
    key = {"Idempotency_Key": "key-of-a-template"}
    assert [save(OWN, publish=False, **key).json["latest_version"] for _ in range(2)] == [1, 1]
    assert call("PUT", PAID, {"parts": OWN}, role="support").status == 403
    assert call("GET", PAID, role="support").json["latest_version"] == 1
    assert call("GET", PAID, role="warehouse").status == 403


def test_what_is_wrong_is_told_by_part_and_nothing_is_kept() -> None:
    """Bad input: template loop, unknown variable, 10,000-character SMS, header injection."""
    answer = save(OWN | {"text": f"{RIGHT}\n{{{{ nobody }}}}", "subject": "a\nBcc: x@example.com"})
    assert answer.status == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]] == [
        ("/parts/subject", "one_line"), ("/parts/text", "unknown_variable"),
    ]  # fmt: skip
    for parts in ({}, {"text": None}, {"text": "x" * 70_000}, {"text": 1}, {"../x": "a"}):
        assert call("PUT", PAID, {"parts": parts}).status == 422
    sms = call("PUT", f"{PATH}/code.requested.sms.en", {"parts": {"text": "{{ code }}" + "x" * 10_000}})
    assert (sms.status, sms.code, "66 segments" in sms.text) == (422, "too_many_segments", True)
    for name in ("order.paid.email", "order.nothing.email.en", "%F0%9F%98%80", "layout", "order.paid.email.en%0d%0a"):
        assert call("GET", f"{PATH}/{name}").status == 404
        assert call("PUT", f"{PATH}/{name}", {"parts": OWN}).status == 404
    assert call("GET", PAID).json["latest_version"] == 0
    assert call("DELETE", PAID).status == 404


def test_a_version_that_fails_in_sending_is_replaced_by_the_built_in_and_shown(caplog: pytest.LogCaptureFixture) -> None:
    """Must hold: a template error never loses the event. What events tell can change after a version was checked."""
    save(OWN)
    bad = Version(1, OWN | {"text": "{{ gone }}"}, "", "")
    record = NotificationsTable.get("TEMPLATE#order.paid.email.en", "V#000001")
    record.body = dump(bad)
    record.save()
    templates.forget()
    sent = tell(name="<script>alert(1)</script>")
    assert (len(mails()), "Paid: " in sent.subject, "We have received your payment" in sent.body) == (1, False, True)
    assert "<script" not in sent.body.split("<!doctype", 1)[-1]
    fault = call("GET", PAID).json["fault"]
    assert (fault["version"], fault["problem"], fault["count"]) == (1, "'gone' is undefined", 1)
    rung = [record.__dict__ for record in caplog.records if "alarm" in record.__dict__]
    assert [(one["alarm"], one["alarms"], one["template"]) for one in rung] == [("template.unusable", [1.0], "order.paid.email.en")]
    assert call("POST", f"{PAID}/publish", {"version": 1}).code == "unknown_variable", "looked through again"


def test_a_language_of_the_shops_own_is_the_readers_before_the_shops() -> None:
    """Case 13: the customer's language, wherever it comes from; else the order's; never the request's."""
    path = f"{PATH}/order.paid.email.de"
    assert save(OWN | {"subject": "Bezahlt: {{ number }}"}, path=path).status == 200
    assert [tell(language).subject[:7] for language in ("de", "de-AT")] == ["Bezahlt"] * 2
    assert "付款成功" in tell("fr").subject
    call("DELETE", path)
    assert "付款成功" in tell("de").subject, "without it, the shop's"


def test_it_is_used_within_a_minute_by_a_process_that_has_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    tell()
    monkeypatch.setattr("functions.notifications.templates.keep_versions.templates.forget", lambda: None)
    save(OWN)
    assert not tell().subject.startswith("Paid: ")
    until = templates._cache.until
    monkeypatch.setattr(time, "monotonic", lambda: until)
    assert templates.KEEP_SECONDS <= 60
    assert tell().subject.startswith("Paid: ")


def test_lists_and_what_may_be_used() -> None:
    save(OWN, path=f"{PATH}/marketing.spring.email.en")  # refused: no link to be written to no more
    save({"text": "Nr. {{ number }}"}, path=f"{PATH}/order.shipped.sms.de")
    page = call("GET", f"{PATH}?limit=50").json
    ids = [row["id"] for row in page["data"]]
    while page["next_cursor"]:
        page = call("GET", f"{PATH}?limit=50&cursor={page['next_cursor']}").json
        ids += [row["id"] for row in page["data"]]
    assert (ids, len(ids)) == (sorted(set(ids)), 179)
    (own,) = call("GET", f"{PATH}?language=de").json["data"]
    assert (own["id"], own["built_in"], own["published_version"]) == ("order.shipped.sms.de", False, 1)
    shown = call("GET", PAID).json
    assert (shown["variables"]["goods"][0]["title"], shown["required"], shown["fault"]) == ("Green tea", ["right.days"], None)
    assert call("GET", f"{PATH}?cursor=x").status == 400


def test_a_preview_by_sample_and_about_a_real_order() -> None:
    order = store_order(an_order(language="en", price=45_000, quantities=(2,)))
    sample = call("POST", f"{PAID}/preview", {"parts": OWN}).json["parts"]
    assert (sample["subject"], "97 days" in sample["text"], "<!doctype html>" in sample["html"]) == ("Paid: 2703-0001", True, True)
    real = call("POST", f"{PAID}/preview?order={order.id}", {}).json["parts"]
    assert (order.number in real["subject"], "CNY 908.00" in real["text"], "李雷" in real["html"]) == (True, True, True)
    assert call("POST", f"{PAID}/preview", {"parts": {"text": "{{ nobody }}"}}).status == 422
    assert call("POST", f"{PAID}/preview?order=ord_{'0' * 26}", {}).status == 404
    assert call("POST", f"{PATH}/stock.low.email.en/preview?order={order.id}", {}).code == "not_about_orders"
    assert call("POST", f"{PAID}/preview", {"version": 7}).status == 404
    sms = call("POST", f"{PATH}/code.requested.sms.zh/preview", {"minimal": True}).json
    assert (sms["segments"], "482913" in sms["parts"]["text"], mails()) == (1, True, [])
    assert sms["cost_of_thousand"] is None, "nobody said what a segment costs"
    price = {"sms_thousand_segments": {"amount": 4_500, "currency": "CNY"}}
    assert call("PUT", "/v1/admin/message_rules", price, "owner").json["sms_thousand_segments"] == price["sms_thousand_segments"]
    text = {"parts": {"text": "您的验证码是 {{ code }}，请勿告诉他人。" * 4}}
    sms = call("POST", f"{PATH}/code.requested.sms.zh/preview", text).json
    assert (sms["segments"], sms["cost_of_thousand"]) == (2, {"amount": 9_000, "currency": "CNY"})


def test_a_test_goes_to_whoever_asks_and_to_nobody_else() -> None:
    assert call("POST", f"{PAID}/test", {}).code == "no_address"
    person = stand(SUBJECT, "manager")
    answer = call("POST", f"{PAID}/test", {}, Idempotency_Key="a-test-of-mine-1")
    assert (answer.status, answer.json["channel"]) == (202, "email"), answer.text
    assert call("POST", f"{PAID}/test", {}, Idempotency_Key="a-test-of-mine-1").json == answer.json
    (sent,) = mails()  # and none when the call was repeated
    assert (sent.destinations["ToAddresses"], sent.subject[:7]) == ([f"{person}@shop.example"], "[Test] ")
    assert call("POST", f"{PATH}/code.requested.sms.en/test", {}).code == "no_address"


def test_the_layout_is_the_shops_and_can_be_read() -> None:
    path = "/v1/admin/notifications/layout"
    assert call("GET", path).json["version"] == 0
    picture = f"http://localhost:8000/v1/media/med_{'0' * 26}/medium"
    look = {
        "shop_name": {"zh": "小店", "en": "Tea <& Co"}, "footer": {"en": "Tea Ltd\n1 Main Street"}, "logo_url": picture,
        "accent": "#FFDD00", "accent_text": "#000000",
    }  # fmt: skip
    first = call("PUT", path, look)
    assert (first.status, first.json["version"], first.json["accent"]) == (200, 1, "#ffdd00"), first.text
    body = tell().body
    assert ("Tea &lt;&amp; Co" in body, "Tea Ltd<br>" in body, picture in body, "background: #ffdd00" in body) == (True,) * 4
    assert "查看订单" not in body
    for wrong, code in (
        ({"accent": "#ffdd00", "accent_text": "#ffffff"}, "too_little_contrast"),
        ({"text": "#dddddd"}, "too_little_contrast"),
        ({"logo_url": "https://elsewhere.example/a.png"}, "not_our_picture"),
        ({"logo_url": 'javascript:alert(1)"><script>'}, "not_our_picture"),
    ):
        assert call("PUT", path, look | wrong).code == code
    assert call("PUT", path, {"accent": "red;} body{"}).status == 422
    assert call("PUT", path, look, If_Match="9").code == "version_conflict"
    assert call("PUT", path, {"shop_name": {"en": "Second"}}, If_Match=first.headers["etag"]).json["version"] == 2
    assert call("POST", f"{path}/publish", {"version": 1}).json["accent"] == "#ffdd00"
    assert [one["version"] for one in call("GET", f"{path}/versions").json["data"]] == [2, 1]
    assert call("POST", f"{path}/publish", {"version": 0}).json["shop_name"] == {}
    assert call("PUT", path, look, role="support").status == 403
