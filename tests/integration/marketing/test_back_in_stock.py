"""X33: whoever waits for what is sold out is told once when it is back, in the order of asking, as many as pieces are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.marketing.app import app, know_people
from functions.marketing.model.wish import Wish
from functions.marketing.stock_notices.ask import wait_as_customer
from functions.notifications import app as notifications
from functions.notifications.app import app as notifications_app
from functions.notifications.store.preferences import subscriber_of
from functions.notifications.store.records import NotificationsTable
from functions.privacy import consents_of, email_key
from functions.shared.outside import clock
from functions.shared.plain.ids import subject_of
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk
from functions.stock.store.records import StockRecord
from tests.integration.catalog.support import follow_stock, made
from tests.integration.catalog.support import published as on_sale
from tests.integration.catalog.support import staff as keeper
from tests.integration.marketing import shop
from tests.integration.pricing.shop import with_level
from tests.support.events import events_in
from tests.support.http import Answer, Client
from tests.support.identity import bearer

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    shop.mailbox()
    yield
    shop.forget_mails()


@pytest.fixture
def variant() -> str:
    """On sale, and sold out."""
    one = str(on_sale()["variants"][0]["id"])
    moved(one, -100)
    return one


def moved(variant_id: str, delta: int) -> None:
    made(keeper().post(f"/v1/admin/stock/{variant_id}/adjust", {"delta": delta, "reason": "counted"}))
    follow_stock()


def returned() -> None:
    """What the shelves tell is heard, and what is due is done."""
    shop.heard(know_people, events_in(StockRecord, "stock.returned"))
    shop.due_work()
    shop.heard(notifications.send_marketing, shop.requested())


def waits(number: int, variant_id: str, **more: object) -> Answer:
    customer = shop.a_customer(number, agrees=False)
    return Client(app, bearer(subject=subject_of(customer))).post("/v1/stock_notices", {"variant_id": variant_id, **more})


def told() -> list[str]:
    return [mail.destinations["ToAddresses"][0] for mail in shop.mails()]


def test_told_once_in_the_order_of_asking_as_many_as_are_there(variant: str) -> None:
    """X33"""
    for number, quantity in ((1, 2), (2, 5), (3, 1), (4, 1)):
        assert waits(number, variant, quantity=quantity).status == 202
    moved(variant, 3)
    returned()
    returned()
    assert sorted(told()) == ["c1@example.com", "c3@example.com"], "who wants five waits, and keeps their place"
    moved(variant, -3)
    moved(variant, 6)
    returned()
    assert sorted(told()) == ["c1@example.com", "c2@example.com", "c3@example.com", "c4@example.com"]
    moved(variant, -6)
    moved(variant, 9)
    returned()
    assert len(told()) == 4, "told once"


def test_what_is_left_an_hour_later_is_told_to_the_next(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """X33: who was told and did not buy keeps nobody waiting; nobody is told while pieces are promised."""
    waits(1, variant)
    waits(2, variant)
    moved(variant, 1)
    returned()
    assert told() == ["c1@example.com"]
    later = clock.now() + timedelta(minutes=59)
    monkeypatch.setattr(clock, "now", lambda: later)
    returned()
    assert len(told()) == 1
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(minutes=2))
    returned()
    assert told() == ["c1@example.com", "c2@example.com"]


def test_a_guest_is_asked_first_and_agrees_to_nothing_else(variant: str) -> None:
    """X33, J03: double opt-in; the answer is the same whoever has the address; what was asked for is no advertising."""
    guest = {"variant_id": variant, "email": "Ada@Example.com", "language": "en"}
    for _ in range(2):
        answer = Client(app).post("/v1/stock_notices", guest)
        assert (answer.status, answer.json["status"]) == (202, "asked")
    shop.heard(notifications.notify, events_in(NotificationsTable, "subscription.requested"))
    (asked,) = shop.mails()
    assert "back in stock" in str(asked.body)
    moved(variant, 1)
    returned()
    assert len(shop.mails()) == 1, "not confirmed, not told"
    page = re.search(r"/o/messages/[\w.-]+", str(asked.body))
    assert page is not None
    for method in ("GET", "HEAD", "GET"):
        assert Client(notifications_app).call(method, page[0], b"", {}).status == 200
    person = email_key("ada@example.com")
    known = subscriber_of(person)
    assert known is not None
    assert not known.confirmed_at, "a scanner confirms nothing (findings, case 10)"
    assert Client(notifications_app).call("POST", page[0], b"do=join", FORM).status == 200
    assert consents_of(person) == [], "they asked for one message, not for advertising"
    moved(variant, -1)
    moved(variant, 1)
    returned()
    assert [told()[-1], len(told())] == ["ada@example.com", 2]
    leave = re.search(r"/o/messages/leave[\w.-]+", str(shop.mails()[-1].body))
    assert leave is not None
    assert Client(notifications_app).call("POST", leave[0], b"List-Unsubscribe=One-Click", FORM).status == 200
    Client(app).post("/v1/stock_notices", guest)
    moved(variant, -1)
    moved(variant, 1)
    returned()
    assert len(told()) == 2


def test_a_stranger_who_asks_again_takes_no_confirmation_away(variant: str) -> None:
    """J03: found while the address of somebody who had confirmed was asked again: they were told nothing until they confirmed once more."""
    Client(notifications_app).post("/v1/subscriptions", {"email": "ada@example.com", "text_version": "1"})
    person = email_key("ada@example.com")
    shop.heard(notifications.notify, events_in(NotificationsTable, "subscription.requested"))
    page = re.search(r"/o/messages/[\w.-]+", str(shop.mails()[0].body))
    assert page is not None
    Client(notifications_app).call("POST", page[0], b"do=join", FORM)
    for path, client in (("/v1/subscriptions", notifications_app), ("/v1/stock_notices", app)):
        body = {"email": "ada@example.com", **({"text_version": "2"} if client is notifications_app else {"variant_id": variant})}
        assert Client(client).post(path, body).status == 202
    known = subscriber_of(person)
    assert known is not None
    assert known.confirmed_at


def test_what_is_refused_and_who_waits_no_more(variant: str) -> None:
    """X33: bad input is told, and what can be bought is not waited for."""
    me = Client(app, bearer(subject=subject_of(shop.a_customer(1, agrees=False))))
    other = str(on_sale()["variants"][0]["id"])
    assert me.post("/v1/stock_notices", {"variant_id": other}).code == "in_stock"
    assert me.post("/v1/stock_notices", {"variant_id": "var_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"}).code == "unknown_variant"
    assert Client(app).post("/v1/stock_notices", {"variant_id": variant}).status == 422
    assert Client(app).post("/v1/stock_notices", {"variant_id": variant, "email": "a@example.com", "channel": "push"}).status == 422
    for bad in (0, -1, 1000, "1", 1.5):
        assert me.post("/v1/stock_notices", {"variant_id": variant, "quantity": bad}).status == 422
    assert me.post("/v1/stock_notices", {"variant_id": variant}).json["status"] == "waiting"
    assert [one["variant_id"] for one in me.get("/v1/me/stock_notices").json["data"]] == [variant]
    assert me.delete(f"/v1/me/stock_notices/{variant}").status == 204
    assert me.delete(f"/v1/me/stock_notices/{variant}").status == 404
    moved(variant, 5)
    returned()
    assert told() == []


def test_held_for_the_morning_and_sold_again_by_then(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings, case 14: what waits for the end of quiet hours is looked at again."""
    admin = Client(notifications_app, bearer("owner"))
    rules = {"quiet_hours": {"start": "22:00", "end": "08:00"}}
    assert admin.put("/v1/admin/message_rules", rules).status == 200
    night = (clock.now() + timedelta(days=1)).replace(hour=15, minute=0)  # 23:00 in Shanghai
    waits(1, variant)
    moved(variant, 1)
    monkeypatch.setattr(clock, "now", lambda: night)
    shop.heard(know_people, events_in(StockRecord, "stock.returned"))
    shop.due_work()
    shop.heard(notifications.send_marketing, shop.requested())
    assert told() == []
    monkeypatch.setattr(clock, "now", lambda: night + timedelta(hours=8))
    moved(variant, -1)
    monkeypatch.setattr(clock, "now", lambda: night + timedelta(hours=10))
    shop.heard(notifications.send_marketing, shop.requested())
    assert told() == []
    person = shop.person(1)
    log = Client(notifications_app, bearer("owner")).get(f"/v1/admin/messages?customer={person}").json["data"]
    assert [(one["state"], one["reason"]) for one in log] == [("skipped", "sold_out")]


def test_who_is_erased_waits_for_nothing(variant: str) -> None:
    """X33: what arrives late brings nobody back."""
    waits(1, variant)
    person = shop.person(1)
    record = KeyRecord.get(key_pk(person), KEY_SK)
    record.erased_at = "2030-01-01T00:00:00.000Z"
    record.save()
    moved(variant, 5)
    returned()
    assert shop.requested() == []


def test_what_is_for_members_is_waited_for_by_members() -> None:
    """X33, I11: who sees it asks, and is told while they see it; others get the answer that what never was gets, and are told nothing."""
    product = on_sale(visible_to=["level:gold"])
    variant_id = str(product["variants"][0]["id"])
    moved(variant_id, -100)
    for number in (1, 2):
        with_level(subject_of(shop.a_customer(number, agrees=False)), "gold")
    assert [waits(number, variant_id).status for number in (1, 2, 3)] == [202, 202, 422]
    unknown = Client(app).post("/v1/stock_notices", {"variant_id": f"var_{'0' * 26}", "email": "ada@example.com"})
    refused = Client(app).post("/v1/stock_notices", {"variant_id": variant_id, "email": "ada@example.com"})
    assert (refused.status, refused.json["errors"]) == (422, unknown.json["errors"])
    with_level(subject_of(shop.person(1)), None)
    shop.a_customer(1, agrees=False)
    moved(variant_id, 5)
    returned()
    assert told() == ["c2@example.com"]
    made(keeper().patch(f"/v1/admin/products/{product['id']}", {"visible_to": []}))
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        returned()
    assert sorted(told()) == ["c1@example.com", "c2@example.com"]


def test_what_one_channel_sells_is_waited_for_there() -> None:
    """X33, X13: with that channel's key, and told by it; on the web it is nothing."""
    variant_id = str(on_sale(channels=["app"])["variants"][0]["id"])
    moved(variant_id, -100)
    assert waits(1, variant_id).status == 422
    customer = shop.a_customer(1, agrees=False)
    wish = Wish(customer, variant_id, "", 1, "email", "en", "", sold_by="app")
    wait_as_customer(wish, remember=lambda _: [])
    moved(variant_id, 1)
    returned()
    assert told() == ["c1@example.com"]
