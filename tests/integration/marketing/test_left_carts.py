"""X32: a cart that was left is reminded of by the shop's steps, each once, with consent, until it is ordered; its link goes on with it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.marketing.app import app, know_people
from functions.marketing.carts import remind
from functions.marketing.store.records import LeftCartRecord
from functions.notifications import app as notifications
from functions.notifications.app import app as notifications_app
from functions.notifications.store.messages import messages_in_partition
from functions.notifications.store.records import NotificationsTable, customer_pk
from functions.orders.app import app as orders_app
from functions.orders.app import sweep_carts
from functions.orders.carts.left import restore, tell_left
from functions.orders.store.records import CART_SK, CartRecord, cart_pk
from functions.privacy import email_key
from functions.shared.outside import clock
from functions.shared.plain.ids import customer_id
from tests.integration.marketing import shop
from tests.integration.orders.buyer import Buyer, a_customer, a_guest, a_variant
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

FORM = {"content-type": "application/x-www-form-urlencoded"}
PATH = "/v1/admin/cart_reminders"
STEPS = [{"after_minutes": 60}, {"after_minutes": 1440}]


@dataclass
class Watch:
    now: datetime

    def on(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(autouse=True)
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.setenv("QUEUE_MARKETING_WORK", "https://queue.amazonaws.com/123456789012/marketing-work")
    one = Watch(clock.now())
    monkeypatch.setattr(clock, "now", lambda: one.now)
    shop.mailbox()
    yield one
    shop.forget_mails()


def set_to(**more: Any) -> None:
    answer = Client(app, bearer("manager", subject=shop.SUBJECT)).put(PATH, {"enabled": True, "steps": STEPS, **more})
    assert answer.status == 200, answer.text


def left(number: int = 1, *, agrees: bool = True) -> Buyer:
    """A customer's cart with two things."""
    subject = str(uuid.UUID(int=number))
    shop.a_customer_of(customer_id(subject), number, agrees=agrees)
    buyer = a_customer(subject)
    for sku in ("TEA-1", "MUG-1"):
        buyer.add(a_variant(sku=sku))
    return buyer


def subscribes(email: str) -> None:
    """Somebody without an account, by the button of the mail that asked."""
    Client(notifications_app).post("/v1/subscriptions", {"email": email, "text_version": "1", "language": "en"})
    shop.heard(notifications.notify, events_in(NotificationsTable, "subscription.requested"))
    page = re.search(r"/o/messages/[\w.-]+", str(shop.mails()[-1].body))
    assert page is not None
    assert Client(notifications_app).call("POST", page[0], b"do=join", FORM).status == 200
    shop.forget_mails()
    shop.mailbox()


def round_of() -> None:
    """Carts are looked at, and everything that follows happens."""
    sweep_carts({}, None)
    shop.heard(know_people, events_in(CartRecord, "cart.abandoned"))
    shop.due_work()
    shop.heard(notifications.send_marketing, shop.requested())
    shop.note_all()


def told() -> list[str]:
    return [mail.destinations["ToAddresses"][0] for mail in shop.mails()]


def link() -> str:
    found = re.search(r"/o/cart/[a-z2-7]+", str(shop.mails()[-1].body).replace("=\n", ""))
    assert found is not None
    return found[0]


def test_each_step_once_and_none_after_the_order(watch: Watch) -> None:
    """X32"""
    set_to()
    left()
    round_of()
    assert told() == []
    watch.on(minutes=61)
    for _ in range(3):
        round_of()
    assert told() == ["c1@example.com"]
    assert "Mug" in str(shop.mails()[0].body)
    watch.on(hours=2)
    round_of()
    assert len(told()) == 1
    watch.on(hours=23)
    for _ in range(3):
        round_of()
    assert len(told()) == 2
    watch.on(days=10)
    round_of()
    assert len(told()) == 2
    found = Client(app, bearer("manager", subject=shop.SUBJECT)).get(f"{PATH}/figures").json
    assert (found["told"], found["sent"], found["held_out"]) == (1, 2, 0), "people are counted once, messages each"


def test_what_was_ordered_emptied_or_changed_is_not_reminded_of(watch: Watch) -> None:
    """X32, findings, case 14: looked at again when the time comes."""
    set_to()
    ordered, emptied, changed = left(1), left(2), left(3)
    watch.on(minutes=61)
    sweep_carts({}, None)
    shop.heard(know_people, events_in(CartRecord, "cart.abandoned"))
    CartRecord.get(cart_pk(ordered.cart_id), CART_SK).update(actions=[CartRecord.status.set("placed")])
    for line in emptied.client.get(emptied.cart).json["lines"]:
        emptied.client.delete(f"{emptied.cart}/lines/{line['id']}")
    changed.add(a_variant(sku="POT-1"))
    round_of()
    assert told() == []
    watch.on(minutes=61)
    round_of()
    assert told() == ["c3@example.com"], "counted from the last change"


def test_without_consent_nobody_is_told_and_strangers_are_not_known(watch: Watch) -> None:
    """X32: a customer who did not agree; a guest whose address never agreed, who is not told of at all; one who subscribed."""
    set_to()
    left(1, agrees=False)
    for email in ("stranger@example.com", "friend@example.com"):
        a_guest(email=email).add(a_variant())
    subscribes("friend@example.com")
    watch.on(minutes=61)
    round_of()
    people = {one.data["person"] for one in events_in(CartRecord, "cart.abandoned")}
    assert people == {customer_id(str(uuid.UUID(int=1))), email_key("friend@example.com")}
    assert told() == ["friend@example.com"]
    log = messages_in_partition(customer_pk(customer_id(str(uuid.UUID(int=1)))), limit=10).data
    assert [(one.state.value, one.reason) for one in log] == [("skipped", "no_consent")]


def test_the_link_goes_on_with_a_guests_cart_and_scanners_change_nothing(watch: Watch) -> None:
    """X32, findings, case 10"""
    set_to()
    subscribes("friend@example.com")
    guest = a_guest(email="friend@example.com")
    guest.add(a_variant(), 2)
    watch.on(minutes=61)
    round_of()
    page = link()
    before = dict(CartRecord.get(cart_pk(guest.cart_id), CART_SK).attribute_values)
    for method in ("GET", "HEAD", "GET"):
        shown = Client(orders_app).call(method, page, b"", {"accept-language": "en"})
        assert shown.status == 200
    assert "2 × Mug" in Client(orders_app).call("GET", page, b"", {"accept-language": "en"}).text
    assert dict(CartRecord.get(cart_pk(guest.cart_id), CART_SK).attribute_values) == before
    pressed = Client(orders_app).call("POST", page, b"lang=en", FORM)
    assert pressed.status == 303
    assert f"#cart={guest.cart_id}&token=" in pressed.headers["location"]
    restored = Client(orders_app).post("/v1/restored_carts", {"link": page.rpartition("/")[2]})
    token = restored.json["token"]
    other = Client(orders_app, {"X-Cart-Token": token})
    assert other.get(guest.cart).json["lines"][0]["quantity"] == 2
    assert guest.client.get(guest.cart).status == 200, "the first device keeps its own"
    assert Client(orders_app, {"X-Cart-Token": "x" * 40}).get(guest.cart).status == 404
    forged = page[:-1] + ("a" if page[-1] != "a" else "b")
    assert Client(orders_app).call("GET", forged, b"", {}).status == 404
    assert Client(orders_app).post("/v1/restored_carts", {"link": forged.rpartition("/")[2]}).status == 404
    watch.on(days=31)
    assert Client(orders_app).call("GET", page, b"", {}).status == 404


def test_a_customers_cart_is_opened_by_no_link(watch: Watch) -> None:
    """X32: a forwarded mail opens nobody's cart."""
    set_to()
    left(1)
    watch.on(minutes=61)
    round_of()
    assert Client(orders_app).post("/v1/restored_carts", {"link": link().rpartition("/")[2]}).json["token"] is None
    assert Client(orders_app).call("POST", link(), b"", FORM).headers["location"].endswith("/cart")


def test_who_is_held_out_is_told_nothing_and_compared_with(watch: Watch) -> None:
    """X32"""
    set_to(holdout=50)
    for number in range(1, 9):
        left(number)
    watch.on(minutes=61)
    round_of()
    results = Client(app, bearer("manager", subject=shop.SUBJECT)).get(f"{PATH}/results").json["groups"]
    people = {one["group"]: one["people"] for one in results}
    assert people["told"] + people["held_out"] == 8
    assert people["told"] == len(told())
    assert 0 < people["held_out"] < 8


def test_a_cart_that_is_ordered_while_its_link_is_used_opens_nothing(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """X32: no token is made for what is over."""
    set_to()
    subscribes("friend@example.com")
    guest = a_guest(email="friend@example.com")
    guest.add(a_variant())
    watch.on(minutes=61)
    round_of()
    key = (cart_pk(guest.cart_id), CART_SK)
    in_between(monkeypatch, restore, "opened", lambda: CartRecord.get(*key).update(actions=[CartRecord.status.set("placed")]))
    assert Client(orders_app).post("/v1/restored_carts", {"link": link().rpartition("/")[2]}).status == 404
    assert CartRecord.get(*key).restored_hash is None


def test_a_cart_that_is_changed_while_it_is_looked_at_was_not_left(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """X32"""
    set_to()
    buyer = left()
    watch.on(minutes=61)
    in_between(monkeypatch, tell_left, "find", lambda: buyer.add(a_variant(sku="POT-1")))
    sweep_carts({}, None)
    assert events_in(CartRecord, "cart.abandoned") == []
    watch.on(minutes=61)
    sweep_carts({}, None)
    assert len(events_in(CartRecord, "cart.abandoned")) == 1


def test_two_workers_look_at_a_step_at_once_and_one_tells(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """X32"""
    set_to()
    left()
    watch.on(minutes=61)
    sweep_carts({}, None)
    shop.heard(know_people, events_in(CartRecord, "cart.abandoned"))
    (due,) = LeftCartRecord.scan(LeftCartRecord.kind == "left_cart")
    in_between(monkeypatch, remind, "left_record", lambda: remind.remind(due.pk, due.sk))
    remind.remind(due.pk, due.sk)
    assert len(shop.requested()) == 1


def test_settings_are_checked() -> None:
    """X32"""
    staff = Client(app, bearer("manager", subject=shop.SUBJECT))
    for bad in (
        {"steps": [{"after_minutes": 59}]},
        {"steps": [{"after_minutes": 120}, {"after_minutes": 60}]},
        {"steps": [{"after_minutes": 60 * n} for n in range(1, 7)]},
        {"steps": [{"after_minutes": 60, "channel": "fax"}]},
        {"holdout": 51},
        {"unknown": 1},
    ):
        assert staff.put(PATH, bad).status == 422, bad
    assert Client(app, bearer("support")).put(PATH, {}).status == 403
