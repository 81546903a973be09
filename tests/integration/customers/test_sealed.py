"""What customers tell of themselves is in no table in clear, and what was kept before is sealed when it is touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from functions.customers import customer_contact, saved_address, verified_email
from functions.customers.model.customer import Customer
from functions.customers.store.records import CustomerRecord, CustomersTable, address_sk, customer_pk
from functions.customers.store.repository import address_of
from functions.customers.store.sealed_bodies import address_in
from functions.shared.outside import aws
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump
from functions.shared.sealing import KEY_SK, KeyRecord, forget, key_pk, person_keys
from functions.shared.sealing.person_keys import KEEP_PERSONS, key_for, key_of
from tests.integration.customers.conftest import signed_in
from tests.integration.customers.test_accounts import subject
from tests.support.http import Client
from tests.support.races import in_between
from tests.support.tables import snapshot

ADDRESS = {
    "name": "Nadine Kolk",
    "phone": "+49 1512 3456789",
    "country": "DE",
    "city": "Musterstadt",
    "street": "Ahornweg 17",
    "postal_code": "01067",
}
CLEAR = ("Nadine", "Kolk", "nadine.kolk", "15123456789", "Ahornweg", "Musterstadt", "01067")


def id_of(me: Client) -> str:
    return ids.customer_id(subject(me.headers["Authorization"].removeprefix("Bearer ")))


def kept() -> str:
    return json.dumps([item for name in ("customers", "privacy") for item in snapshot()[name]])


def test_no_value_of_a_person_stands_in_clear(guest: Client) -> None:
    """O01, H14: their record and their address book, with items, indexes and events."""
    me = signed_in(guest, "nadine.kolk@example.com", name="Nadine Kolk")
    me.patch("/v1/me", {"phone": "+49 1512 3456789"})
    made = me.post("/v1/me/addresses", ADDRESS)
    assert made.status == 201
    forget()
    assert me.get("/v1/me").json["name"] == "Nadine Kolk"
    assert me.get("/v1/me/addresses").json["data"][0]["street"] == "Ahornweg 17"
    assert [value for value in CLEAR if value in kept()] == []


def test_what_was_kept_before_is_read_and_sealed_when_it_is_touched(guest: Client) -> None:
    """O01"""
    me = signed_in(guest, "nadine.kolk@example.com", name="Nadine Kolk")
    customer_id = id_of(me)
    old = Customer(customer_id, "nadine.kolk@example.com", "Nadine Kolk", "de", "2026-01-01T00:00:00.000Z")
    CustomerRecord.get(customer_pk(customer_id), "CUSTOMER").update(actions=[CustomerRecord.body.set(dump(old))])
    assert "Nadine" in kept()
    assert me.get("/v1/me").json["name"] == "Nadine Kolk", "which is when it is completed (H03)"
    assert "Nadine" not in kept()
    assert me.patch("/v1/me", {"language": "en"}).status == 200
    assert "Nadine" not in kept()
    assert me.get("/v1/me").json["name"] == "Nadine Kolk"


def test_a_blob_opens_where_it_was_put_only(guest: Client) -> None:
    """O01: sealed for one address of one person."""
    me, other = signed_in(guest, "nadine.kolk@example.com"), signed_in(guest, "omar@example.com")
    mine, theirs = me.post("/v1/me/addresses", ADDRESS).json["id"], other.post("/v1/me/addresses", ADDRESS).json["id"]
    stolen = CustomersTable.get(customer_pk(id_of(me)), address_sk(mine))
    target = CustomersTable.get(customer_pk(id_of(other)), address_sk(theirs))
    target.update(actions=[CustomersTable.body.set(stolen.body)])

    with pytest.raises(InvalidTag):
        address_in(address_of(id_of(other), theirs))


def test_without_their_key_nothing_opens_and_nothing_new_is_kept(guest: Client) -> None:
    """H14: who was erased is nobody, for their own token and for whoever asks."""
    me = signed_in(guest, "nadine.kolk@example.com", name="Nadine Kolk")
    customer_id = id_of(me)
    address = me.post("/v1/me/addresses", ADDRESS, idempotency_key="k").json["id"]
    key = KeyRecord.get(key_pk(customer_id), KEY_SK)
    key.update(actions=[KeyRecord.body.remove(), KeyRecord.erased_at.set("2026-11-26T00:00:00.000Z")])
    forget()
    for answer in (me.get("/v1/me"), me.patch("/v1/me", {"name": "x"}), me.post("/v1/me/addresses", ADDRESS, idempotency_key="k")):
        assert (answer.status, answer.code) == (401, "person_erased")
    assert (customer_contact(customer_id), verified_email(customer_id), saved_address(customer_id, address)) == (None, None, None)


def test_a_process_asks_once_for_a_person_and_remembers_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """O01: one call of KMS per person and process."""

    asked: list[str] = []
    kms = aws.client("kms")

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(**given: Any) -> Any:
            asked.append(name)
            return real(**given)

        return call

    for name in ("generate_data_key", "decrypt"):
        monkeypatch.setattr(kms, name, counting(name, getattr(kms, name)))
    first = key_for("cus_a")
    assert [key_for("cus_a"), key_of("cus_a")] == [first, first]
    forget()
    assert [key_of("cus_a"), key_of("cus_a")] == [first, first]
    assert asked == ["generate_data_key", "decrypt"]
    assert KEEP_PERSONS <= 1_000


def test_two_who_make_somebody_s_key_at_once_seal_with_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """O01: a key that nobody kept would make unreadable what was sealed with it."""
    faster: list[bytes] = []

    def first() -> None:
        faster.append(key_for("cus_b"))
        forget()

    in_between(monkeypatch, person_keys, "find", first)
    assert [key_for("cus_b"), key_of("cus_b")] == [faster[0]] * 2
