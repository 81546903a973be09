"""What is kept has an end, by kind, shown by the clock; keys of times end with the last thing that has them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from functions.orders import contact
from functions.orders.model.cart import Cart
from functions.orders.store.people.bodies import cart_body, cart_of
from functions.orders.store.records import CartRecord, cart_pk
from functions.privacy.app import app, keep_periods
from functions.privacy.retaining import old_orders
from functions.privacy.store.records import SettingRecord, passed_sk
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.sealing import KEY_SK, KeyRecord, PrivacyTable, forget, key_for, key_pk, of_this_month, of_time
from functions.shared.store.records import find
from tests.integration.privacy.conftest import Person
from tests.integration.privacy.planted import MARK
from tests.integration.privacy.test_erasure import erased, key_is_gone
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.tables import snapshot


@pytest.fixture(autouse=True)
def few_months(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of orders only those of 2026 are looked at."""
    monkeypatch.setattr(old_orders, "FIRST_MONTH", "2026-01")


def night(year: int, month: int, day: int) -> dict[str, int]:
    forget()
    with clock.frozen(datetime(year, month, day, 2, tzinfo=UTC)):
        return dict(keep_periods({}, None))


def said_by(table: str) -> bool:
    return any(MARK in json.dumps(item) for item in snapshot()[table])


def set_periods(**days: Any) -> None:
    assert Client(app, bearer("owner")).put("/v1/admin/retention", days).status == 200


@pytest.mark.parametrize(("what", "lasts"), [("carts", 97), ("couriers", 97), ("logins", 8), ("payments", 60)])
def test_the_key_of_a_month_goes_with_the_last_thing_that_has_it(what: str, lasts: int) -> None:
    """O10: the night before it is there."""
    with clock.frozen(datetime(2026, 11, 30, 23, tzinfo=UTC)):
        name = of_this_month(what)
        key_for(name)
    over = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=lasts)
    before = over - timedelta(days=1)
    assert (night(before.year, before.month, before.day)["keys"], key_is_gone(name)) == (0, False)
    assert (night(over.year, over.month, over.day)["keys"], key_is_gone(name)) == (1, True)
    assert night(over.year, over.month, over.day)["keys"] == 0


def test_a_cart_whose_key_ended_is_unreadable_wherever_a_copy_of_it_is() -> None:
    """O10"""
    cart = Cart(fresh.new_id("cart"), "CNY", None, "nadine.kolk@example.com")
    with clock.frozen(datetime(2026, 11, 30, tzinfo=UTC)):
        body = cart_body(cart)

    def copy() -> Cart:
        return cart_of(CartRecord(pk=cart_pk(cart.id), sk="CART", kind="cart", body=body))

    assert copy().email == "nadine.kolk@example.com"
    night(2027, 3, 9)
    assert not copy().email


def test_the_key_of_a_year_goes_when_the_orders_of_the_next_one_are_emptied() -> None:
    """O10: those of 2027 after ten years; an order begun in 2026 may have been placed then."""
    with clock.frozen(datetime(2026, 12, 31, tzinfo=UTC)):
        name = of_time("orders", "2026")
        key_for(name)
    SettingRecord(pk="SETTINGS", sk=passed_sk(3 * 365), kind="passed", body=dump("2034-11")).save()
    SettingRecord(pk="SETTINGS", sk=passed_sk(10 * 365), kind="passed", body=dump("2027-11")).save()
    assert (night(2037, 12, 28)["keys"], key_is_gone(name)) == (0, False)
    assert (night(2037, 12, 30)["keys"], key_is_gone(name)) == (1, True)


def test_payments_have_a_period_of_their_own(person: Person) -> None:
    """O10: a shorter one than their order; the key of the order, which disputes are sealed with, goes with the longer one."""
    set_periods(payment={"CN": 365}, order={"CN": 730})
    assert night(2027, 12, 31)["emptied"] == 0
    assert night(2028, 1, 1)["emptied"] == 1
    assert (said_by("payments"), bool(contact(person.order_id).email), key_is_gone(person.order_id)) == (False, True, False)
    assert night(2028, 12, 31)["emptied"] == 1
    assert (bool(contact(person.order_id).email), key_is_gone(person.order_id)) == (False, True)


def test_payments_may_be_kept_for_longer_than_their_order(person: Person) -> None:
    """O10"""
    set_periods(payment={"CN": 730}, order={"CN": 365})
    assert night(2028, 1, 1)["emptied"] == 1
    assert (said_by("payments"), bool(contact(person.order_id).email), key_is_gone(person.order_id)) == (True, False, False)
    assert night(2028, 12, 31)["emptied"] == 1
    assert (said_by("payments"), key_is_gone(person.order_id)) == (False, True)


def test_decisions_on_consents_end_and_what_counts_of_the_living_stays(person: Person) -> None:
    """O10: three years after the year they were noted in; with them what is left of who was erased."""
    other = Client(app, bearer(subject=str(uuid4())))
    me = Client(app, bearer(subject=person.subject))
    consent = {"consents": [{"purpose": "marketing_email", "given": False, "text_version": "1"}]}
    year = clock.now().year
    for one in (other, me):
        assert one.put("/v1/me/consents", consent).status == 200
    erased(me)

    def left() -> list[str]:
        return sorted(one.kind for one in PrivacyTable.scan() if one.kind == "consent" or (one.due_pk and "CONSENTS#" in one.due_pk))

    assert left() == ["consent", "consent", "event", "event"]
    last = datetime(year + 1, 1, 1, tzinfo=UTC) + timedelta(days=3 * 365)
    before = last - timedelta(days=1)
    assert (night(before.year, before.month, before.day)["consents"], len(left())) == (0, 4)
    assert (night(last.year, last.month, last.day)["consents"], left()) == (2, ["consent"])
    assert other.get("/v1/me/consents").json["data"][0]["given"] is False
    record = find(KeyRecord, key_pk(person.id), KEY_SK)
    assert record is not None
    assert times.parse(str(record.erased_at)).year == year
