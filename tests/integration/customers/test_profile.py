"""A customer's own record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.customers.store.records import CustomersTable
from functions.shared.plain import ids
from tests.integration.customers.conftest import sent, signed_in
from tests.integration.customers.test_accounts import subject
from tests.support.events import events_in
from tests.support.http import Client


def test_the_record_is_made_at_the_first_sign_in(guest: Client) -> None:
    """H04, I02: a welcome waits for no visit."""
    me = signed_in(guest, name="Ada", language="en")
    assert [event.type for event in events_in(CustomersTable)] == ["registration.requested", "customer.registered"]
    answer = me.get("/v1/me")
    customer_id = ids.customer_id(subject(me.headers["Authorization"].removeprefix("Bearer ")))
    registered_at = answer.json["registered_at"]
    assert answer.json == {
        "id": customer_id, "version": 1, "email": "ada@example.com", "name": "Ada", "phone": None, "avatar": None,
        "language": "en", "metadata": {}, "custom_fields": {}, "registered_at": registered_at,
        "phone_verified": False, "verified": [{"kind": "email", "at": registered_at, "method": "code"}],
        "birth_date": None, "gender": None,
    }  # fmt: skip
    assert answer.headers["etag"] == '"1"'
    assert me.get("/v1/me").json == answer.json
    event = events_in(CustomersTable)[-1]
    assert (event.type, event.subject, event.data) == ("customer.registered", customer_id, {"customer_id": customer_id, "language": "en"})
    assert event.actor.id == customer_id


def forget_records() -> None:
    """As if the table had been out of reach when they signed in."""
    for item in CustomersTable.scan():
        item.delete()


def test_parallel_first_calls_make_one_record(guest: Client) -> None:
    me = signed_in(guest)
    forget_records()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: Client(me.app, me.headers).get("/v1/me").text, range(4)))
    assert len(set(answers)) == 1
    assert len(events_in(CustomersTable, "customer.registered")) == 1


def test_guests_have_no_record(guest: Client) -> None:
    assert guest.get("/v1/me").code == "unauthenticated"
    assert guest.patch("/v1/me", {"name": "x"}).code == "unauthenticated"
    assert list(CustomersTable.scan(CustomersTable.kind == "customer")) == []


def test_only_what_is_sent_changes(guest: Client) -> None:
    """H04"""
    me = signed_in(guest, name="Ada")
    changed = me.patch("/v1/me", {"phone": "+86 138 0013 8000", "avatar": "https://example.com/ada.png", "metadata": {"a": "b"}})
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    assert me.patch("/v1/me", {"avatar": None, "name": " Ada Lovelace "}).json["version"] == 3
    seen = me.get("/v1/me").json
    assert (seen["name"], seen["phone"], seen["avatar"], seen["metadata"]) == ("Ada Lovelace", "+8613800138000", None, {"a": "b"})
    fields = [e.data["fields"] for e in events_in(CustomersTable, "customer.edited")]
    assert sorted(fields) == [["avatar", "metadata", "phone"], ["avatar", "name"]]
    assert not any("Ada" in str(e.data) or "138" in str(e.data) for e in events_in(CustomersTable))


def test_a_change_to_what_it_is_already_changes_nothing(guest: Client) -> None:
    me = signed_in(guest, name="Ada")
    assert me.patch("/v1/me", {"name": "Ada"}, idempotency_key="k").json["version"] == 1
    assert me.patch("/v1/me", {"name": "Ada"}, idempotency_key="k").json["version"] == 1
    assert events_in(CustomersTable, "customer.edited") == []


def test_a_stale_etag_is_refused(guest: Client) -> None:
    me = signed_in(guest)
    assert me.patch("/v1/me", {"name": "A"}, if_match='"1"').status == 200
    stale = me.patch("/v1/me", {"name": "B"}, if_match='"1"')
    assert (stale.status, stale.code, stale.json["current_version"]) == (409, "version_conflict", 2)
    assert me.patch("/v1/me", {"name": "B"}, if_match="x").code == "invalid_if_match"
    assert me.get("/v1/me").json["name"] == "A"


def test_a_change_is_made_once_per_key(guest: Client) -> None:
    """X01"""
    me = signed_in(guest)
    first = me.patch("/v1/me", {"name": "A"}, idempotency_key="k1")
    again = me.patch("/v1/me", {"name": "A"}, idempotency_key="k1")
    assert (again.text, again.headers["idempotent-replayed"], again.headers["etag"]) == (first.text, "true", '"2"')
    assert len(events_in(CustomersTable, "customer.edited")) == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"email": "other@example.com"}, "/email"),
        ({"name": None}, "/name"),
        ({"name": "x" * 101}, "/name"),
        ({"name": "A\x00da"}, "/name"),
        ({"phone": "call me"}, "/phone"),
        ({"avatar": "javascript:alert(1)"}, "/avatar"),
        ({"avatar": "http://example.com/a.png"}, "/avatar"),
        ({"language": "klingon"}, "/language"),
        ({"metadata": {f"k{i}": "v" for i in range(51)}}, "/metadata"),
    ],
)
def test_what_may_not_be_changed_is_refused(guest: Client, body: dict[str, object], pointer: str) -> None:
    me = signed_in(guest)
    answer = me.patch("/v1/me", body)
    assert (answer.status, [e["pointer"] for e in answer.json["errors"]]) == (422, [pointer])
    assert me.get("/v1/me").json["version"] == 1


def test_a_session_that_was_ended_makes_no_record(guest: Client) -> None:
    me = signed_in(guest)
    forget_records()
    code = sent(guest.post("/v1/auth/forgot_password", {"login": "ada@example.com"})).code
    body = {"login": "ada@example.com", "code": code, "password": "Another9staple"}
    assert guest.post("/v1/auth/reset_password", body).status == 200
    answer = me.get("/v1/me")
    assert (answer.status, answer.code) == (401, "session_ended")
    assert list(CustomersTable.scan(CustomersTable.kind == "customer")) == []
