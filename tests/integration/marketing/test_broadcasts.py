"""L08: staff choose affected orders; their buyers are told, each once, by every way; and shops show a banner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from moto.sns.models import sns_backends

from functions.marketing.app import app
from functions.marketing.broadcasts import tell_affected
from functions.marketing.store.records import MarketingTable
from functions.notifications import app as notifications
from functions.orders.model.order import Order
from functions.orders.store.number import NumberOf
from functions.orders.store.records import OrdersTable, number_pk, placed_key
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.sealing import key_for
from functions.shared.store.shards import spread
from tests.integration.marketing import shop
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order
from tests.support.races import in_between

PATH = "/v1/admin/broadcasts"
SAID = {
    "name": "Storm",
    "subject": {"zh": "配送延迟", "en": "Parcels are late"},
    "text": {"zh": "台风。\n请耐心等待。", "en": "There is a storm.\nWe are sorry."},
    "brief": {"zh": "配送延迟", "en": "Your parcel is late."},
}


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    shop.mailbox()
    yield
    shop.forget_mails()


def ordered(number: int, *, status: str = "shipped", **of: Any) -> Order:
    phone = of.pop("phone", "")
    order = replace(an_order(language="en", **of), number=f"N-{number}")
    order = replace(order, address=replace(order.address, phone=phone)) if phone else order
    key_for(order.id)
    store_order(order, status)
    of_month = spread(placed_key(order.placed_at[:7]), order.number)
    OrdersTable(
        pk=number_pk(order.number), sk="NUMBER", kind="number", body=dump(NumberOf(order.id)), gsi1pk=of_month,
        gsi1sk=f"{order.placed_at}#{order.id}",
    ).save()  # fmt: skip
    return order


def staff() -> Client:
    return Client(app, bearer("manager", subject=shop.SUBJECT))


def sent(**more: Any) -> str:
    made = staff().post(PATH, {**SAID, **more})
    assert made.status == 201, made.text
    answer = staff().post(f"{PATH}/{made.json['id']}/send", {})
    assert (answer.status, answer.json["state"]) == (200, "sending"), answer.text
    return str(made.json["id"])


def all_told() -> None:
    shop.due_work()
    shop.heard(notifications.notify, events_in(MarketingTable, "incident.told"))


def told() -> list[str]:
    return sorted(mail.destinations["ToAddresses"][0] for mail in shop.mails())


def affected(**more: Any) -> dict[str, Any]:
    return {"affected": {"placed_from": times.iso(clock.now() - timedelta(days=1)), **more}}


def test_buyers_of_affected_orders_are_told_once() -> None:
    """L08: three orders of one guest, one of another, one that went elsewhere, one that is over."""
    for number in range(3):
        ordered(number)
    ordered(3, email="Other@example.com")
    ordered(4, email="far@example.com", carrier="easypost")
    ordered(5, email="done@example.com", status="completed")
    one = sent(**affected(carriers=["sandbox"], countries=["CN"]))
    all_told()
    all_told()
    assert sorted(to.lower() for to in told()) == ["li.lei@example.com", "other@example.com"]
    shown = staff().get(f"{PATH}/{one}").json
    assert (shown["state"], shown["told"], shown["looked_at"]) == ("sent", 2, 4)
    assert "There is a storm." in str(shop.mails()[0].body)
    assert staff().post(f"{PATH}/{one}/send", {}).status == 409


def test_named_orders_and_who_gave_only_a_number() -> None:
    """L08: by text message to who has no address; an order that is not there is told to nobody."""
    first, second = ordered(1), ordered(2, email=None, phone="+8613800138000")
    sent(order_ids=[first.id, second.id, "ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    all_told()
    shop.heard(notifications.tell_by_sms, events_in(MarketingTable, "incident.told"))
    assert told() == ["li.lei@example.com"]
    messages = list(sns_backends["123456789012"]["us-east-1"].sms_messages.values())
    assert [to for to, _ in messages][-1:] == ["+8613800138000"]
    assert messages[-1][1].startswith("Your parcel is late. Order N-2: http")


def test_a_worker_that_is_overtaken_tells_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """L08: two workers at the same broadcast."""
    ordered(1)
    one = sent(**affected())
    in_between(monkeypatch, tell_affected, "told_of", lambda: tell_affected.tell_affected(one))
    tell_affected.tell_affected(one)
    assert len(events_in(MarketingTable, "incident.told")) == 1
    assert staff().get(f"{PATH}/{one}").json["told"] == 1


def test_cancelled_and_nobody_more_is_told() -> None:
    """L08"""
    ordered(1)
    one = sent(**affected())
    assert staff().post(f"{PATH}/{one}/cancel", {}).json["state"] == "cancelled"
    all_told()
    assert told() == []


def test_a_banner_for_whom_it_concerns(monkeypatch: pytest.MonkeyPatch) -> None:
    """L08"""
    until = times.iso(clock.now() + timedelta(hours=2))
    sent(**affected(countries=["CN"]), banner_until=until)
    sent(**affected(), name="Nothing to see")
    anyone = Client(app, {"accept-language": "en"})
    assert [one["subject"] for one in anyone.get("/v1/notices").json["data"]] == ["Parcels are late"]
    assert len(anyone.get("/v1/notices?country=CN").json["data"]) == 1
    assert anyone.get("/v1/notices?country=DE").json["data"] == []
    assert anyone.get("/v1/notices", **{"accept-language": "zh"}).json["data"][0]["subject"] == "配送延迟"
    later = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert anyone.get("/v1/notices").json["data"] == []


def test_what_is_refused() -> None:
    """L08, P07: bad input, among it a text of 10,000 characters, and a script, which stays text."""
    long = {"zh": "长" * 10_000, "en": "x" * 10_000}
    for bad in (
        {"brief": long, **affected()},
        {"brief": {"zh": "长" * 300, "en": "x"}, **affected()},
        {"text": long, **affected()},
        {"subject": {"en": "only"}, **affected()},
        {},
        {**affected(), "order_ids": ["ord_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]},
        {"order_ids": ["x"]},
    ):
        assert staff().post(PATH, {**SAID, **bad}).status == 422, bad
    assert Client(app, bearer("support")).post(PATH, {**SAID, **affected()}).status == 403
    ordered(1)
    script = "<script>alert(1)</script>"
    sent(**affected(), text={"zh": script, "en": script})
    all_told()
    body = str(shop.mails()[0].raw_data if hasattr(shop.mails()[0], "raw_data") else shop.mails()[0].body)
    assert "&lt;script&gt;" in body or "<script>" not in body
