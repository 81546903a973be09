"""What of a customer is proven to be theirs, and what is for those alone of whom enough is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.access.store.records import GrantsRecord
from functions.access.verification.settings import require_verified
from functions.customers.app import app
from functions.customers.imports.take_in_customer import take_in_customer
from functions.customers.model.imported import ImportedCustomer
from functions.customers.store import cognito
from functions.customers.store.records import CUSTOMER_SK, CustomerRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body, customer_of
from functions.shared.auth.caller import staff_caller
from functions.shared.auth.standing import forget, standing_key
from functions.shared.events.envelope import Actor
from tests.integration.customers.conftest import sent, signed_in
from tests.support.http import Answer, Client
from tests.support.races import in_between

SETTINGS = "/v1/admin/verification_settings"
PASSWORD = {"password": "246813", "code": "123456"}


def flags(person: str) -> object:
    key = standing_key(person)
    return GrantsRecord.get(key, key).verified


def by_code(guest: Client, login: str) -> Client:
    message = sent(guest.post("/v1/auth/code", {"login": login}))
    answer = guest.post("/v1/auth/login", {"login": login, "code": message.code})
    return Client(app, {"Authorization": f"Bearer {answer.json['access_token']}"})


def require(*kinds: str) -> None:
    """As `PUT /v1/admin/verification_settings` keeps it: the pool of these tests has no staff."""
    require_verified(kinds, expected=None, caller=staff_caller("cus_owner", "owner"), remember=lambda *_: [])


def guarded(me: Client) -> Answer:
    return me.put("/v1/me/factors/payment_password", PASSWORD)


def test_what_somebody_signs_in_by_is_proven_with_its_date_and_way(guest: Client) -> None:
    """H03"""
    me = signed_in(guest)
    seen = me.get("/v1/me").json
    assert seen["verified"] == [{"kind": "email", "at": seen["registered_at"], "method": "code"}]
    assert (seen["phone_verified"], flags(seen["id"])) == (False, '["email"]')
    other = by_code(guest, "+4915112345678").get("/v1/me").json
    assert ([one["kind"] for one in other["verified"]], other["phone_verified"], flags(other["id"])) == (["phone"], True, '["phone"]')


def test_a_number_that_was_only_typed_is_not_proven(guest: Client) -> None:
    """H03, H04: a number for calls may be another than the proven one; it says which it is."""
    me = by_code(guest, "+4915112345678")
    assert me.patch("/v1/me", {"phone": "+4915112345679"}).json["phone_verified"] is False
    assert me.patch("/v1/me", {"phone": "+49 151 1234 5678"}).json["phone_verified"] is True
    assert me.patch("/v1/me", {"phone": None}).json["phone_verified"] is False
    assert me.patch("/v1/me", {"phone_verified": True}).status == 422
    assert me.patch("/v1/me", {"verified": []}).status == 422


def test_operations_for_verified_customers_alone(guest: Client) -> None:
    """H03: nothing is asked until the shop says so; then 403 until it is proven, at once and everywhere."""
    me = signed_in(guest)
    assert guarded(me).code == "invalid_code"
    require("email")
    assert guarded(me).code == "invalid_code"
    require("phone", "email")
    refused = guarded(me)
    assert (refused.status, refused.code, refused.json["missing"]) == (403, "verification_required", ["phone"])
    assert me.get("/v1/me").status == 200
    ask = me.post("/v1/me/phone", {"phone": "+4915112345678"})
    assert ask.status == 202, ask.text
    require()
    assert guarded(me).code == "invalid_code"


def test_who_proved_it_meanwhile_is_not_refused_by_what_a_process_remembers(guest: Client) -> None:
    """H03"""
    me = signed_in(guest)
    require("phone")
    assert guarded(me).code == "verification_required"
    key = standing_key(me.get("/v1/me").json["id"])
    GrantsRecord(key, key).update([GrantsRecord.verified.set('["email", "phone"]')])
    assert guarded(me).code == "invalid_code"


def before(person: str) -> None:
    """Their record as it was when nothing was kept of what is proven."""
    record = CustomerRecord.get(customer_pk(person), CUSTOMER_SK)
    of_before = replace(customer_of(record), verified=None)
    record.update([CustomerRecord.body.set(customer_body(of_before))])
    GrantsRecord(standing_key(person), standing_key(person)).update([GrantsRecord.verified.remove()])
    forget()


@pytest.mark.parametrize("way", ["look", "sign_in"])
def test_records_of_before_are_completed_once(guest: Client, way: str) -> None:
    """H03: by what the identity provider calls proven."""
    me = signed_in(guest)
    person = me.get("/v1/me").json["id"]
    before(person)
    if way == "sign_in":
        me = by_code(guest, "ada@example.com")
    else:
        assert me.get("/v1/me").json["version"] == 2
    assert flags(person) == '["email"]'
    assert [me.get("/v1/me").json["version"] for _ in range(2)] == [2, 2]


def test_a_record_that_changes_while_it_is_completed(guest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H03"""
    me = signed_in(guest)
    person = me.get("/v1/me").json["id"]
    before(person)
    in_between(monkeypatch, cognito, "person", lambda: me.patch("/v1/me", {"name": "Ada"}))
    seen = me.get("/v1/me").json
    assert (seen["name"], [one["kind"] for one in seen["verified"]]) == ("Ada", ["email"])


def test_somebody_of_a_file_is_proven_when_they_first_come(guest: Client) -> None:
    """H03, X37: not by what another system says."""
    imported = ImportedCustomer("shop|1", "ada@example.com", "Ada", phone="+4915112345678")
    taken = take_in_customer(imported, actor=Actor("staff", "cus_x"), dry=False, remember=lambda _: [])
    assert customer_of(CustomerRecord.get(customer_pk(taken.customer_id), CUSTOMER_SK)).verified is None
    seen = by_code(guest, "ada@example.com").get("/v1/me").json
    assert ([one["kind"] for one in seen["verified"]], seen["phone"], seen["phone_verified"]) == (["email"], "+4915112345678", False)
