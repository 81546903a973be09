"""Who bought, where it goes and what they wrote stands in no table in clear; who may read it reads it as before."""

from __future__ import annotations

import json

import pytest
from cryptography.exceptions import InvalidTag

from functions.orders import contact
from functions.orders.app import app
from functions.orders.model.order import Order
from functions.orders.shipping.tracking import take_in
from functions.orders.store.people.bodies import order_body
from functions.orders.store.records import ORDER_SK, OrderRecord, order_pk
from functions.orders.store.repository import get_order
from functions.privacy.store.tombstones import destroy_key
from functions.shared.events.envelope import SYSTEM
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.tracking import TraceEvent
from functions.shared.sealing import KEY_SK, KeyRecord, forget, key_for, key_of, key_pk, of_time, person_keys
from tests.integration.orders.buyer import ADDRESS, a_guest, a_variant, counted
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order
from tests.support.parcels import a_parcel
from tests.support.races import in_between
from tests.support.tables import snapshot

WHERE = ADDRESS | {"name": "Nadine Kolk", "phone": "+4915123456789", "email": "nadine.kolk@example.com", "street": "Ahornweg 17"}
CLEAR = ("Nadine", "Kolk", "15123456789", "Ahornweg", "310000", "西湖区", "nadine.kolk", "ring twice", "likes blue")


def in_clear() -> list[str]:
    return [value for value in CLEAR if value in json.dumps(snapshot(), ensure_ascii=False)]


def bought() -> tuple[str, Client]:
    buyer = a_guest(email="nadine.kolk@example.com")
    buyer.add(a_variant())
    assert buyer.client.put(f"{buyer.cart}/address", WHERE).status == 200
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": "standard"}).status == 200
    staff = Client(app, bearer("owner"))
    assert staff.patch(f"/v1/admin/carts/{buyer.cart_id}", {"private_metadata": {"taste": "likes blue"}}).status == 200
    placed = buyer.client.post("/v1/orders", {"cart_id": buyer.cart_id, "note": "ring twice"})
    assert placed.status == 201, placed.text
    return placed.json["id"], Client(app, {"x-order-token": placed.json["token"]})


def test_nothing_of_a_cart_or_an_order_stands_in_clear() -> None:
    """O01, H14: carts, orders, their indexes and events; the buyer, staff and the sender of mails read them, also in a new process."""
    order_id, buyer = bought()
    assert in_clear() == []
    forget()
    seen = buyer.get(f"/v1/orders/{order_id}").json
    assert (seen["address"]["street"], seen["note"]) == ("Ahornweg 17", "ring twice")
    staff = Client(app, bearer("owner"))
    assert staff.get(f"/v1/admin/orders/{order_id}").json["private_metadata"] == {"taste": "likes blue"}
    assert contact(order_id).name == "Nadine Kolk"
    for query in ("phone=%2B4915123456789", "email=Nadine.Kolk@example.com"):
        assert [row["id"] for row in staff.get(f"/v1/admin/orders?{query}").json["data"]] == [order_id], query
    assert staff.patch(f"/v1/admin/orders/{order_id}", {"metadata": {"a": "b"}}).status == 200
    assert in_clear() == []


def test_reading_costs_one_look_for_the_key_in_a_new_process() -> None:
    """O01: and then none for a minute."""
    order = store_order(an_order())
    buyer = Client(app, {"x-order-token": "guest-token"})
    person_keys.forget()
    with counted() as calls:
        assert buyer.get(f"/v1/orders/{order.id}").status == 200
    assert calls == {"Query": 1, "GetItem": 1}
    with counted() as calls:
        assert buyer.get(f"/v1/orders/{order.id}").status == 200
    assert calls == {"Query": 1}


def test_what_was_kept_before_is_read_and_sealed_when_it_is_touched() -> None:
    """O01"""
    order = store_order(an_order())
    OrderRecord(order_pk(order.id), ORDER_SK).update([OrderRecord.body.set(dump(order))])
    staff = Client(app, bearer("owner"))
    assert contact(order.id).name == "李雷"
    assert "李雷" in str(get_order(order.id).body)
    assert staff.patch(f"/v1/admin/orders/{order.id}", {"metadata": {"a": "b"}}).status == 200
    assert "李雷" not in str(get_order(order.id).body)
    assert contact(order.id).name == "李雷"


def test_who_needs_no_person_needs_no_key() -> None:
    """What is left of a body is one of its kind: moves and sums are made of it."""
    order = store_order(an_order())
    bare = load(Order, get_order(order.id).body)
    assert (bare.totals, bare.lines, bare.address.country) == (order.totals, order.lines, "CN")
    assert (bare.address.name, bare.address.phone, bare.address.email) == ("", "", "")


def test_a_destroyed_key_opens_nothing_and_what_arrives_late_brings_nobody_back() -> None:
    """Case 8 of the people: a courier's scan, and a copy of the order from before."""
    order = store_order(an_order(), "shipped")
    parcel = a_parcel(order)
    destroy_key(order.id)
    assert (contact(order.id).name, contact(order.id).email) == ("", "")
    scan = TraceEvent(times.iso(clock.now()), "DELIVERED", "signed by Nadine", "Ahornweg")
    take_in(order.id, parcel.id, [scan], actor=SYSTEM, collect_code="nadine.kolk")
    assert in_clear() == []
    assert load(Order, order_body(order)).address.name == ""


def test_sealed_for_one_order_it_opens_in_no_other() -> None:
    one, other = store_order(an_order()), store_order(an_order())
    OrderRecord(order_pk(other.id), ORDER_SK).update([OrderRecord.body.set(get_order(one.id).body)])
    with pytest.raises(InvalidTag):
        contact(other.id)


def test_without_its_key_an_order_is_not_shown_and_so_not_written_empty() -> None:
    """A restored table whose keys were not: 503, and nothing is lost."""
    order = store_order(an_order())
    KeyRecord(key_pk(order.id), KEY_SK).delete()
    forget()
    with pytest.raises(Unavailable):
        contact(order.id)


def test_two_who_make_the_key_of_an_old_order_at_once_seal_with_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    faster: list[bytes] = []

    def first() -> None:
        faster.append(key_for("ord_b"))
        forget("ord_b")

    key_for(of_time("orders", f"{clock.now():%Y}"))
    in_between(monkeypatch, person_keys, "find", first)
    assert [key_for("ord_b"), key_of("ord_b")] == [faster[0]] * 2
