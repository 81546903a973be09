"""A customer as a whole, and what staff note on them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.customers.app import app
from functions.customers.model.customer import Customer
from functions.customers.overview import write_notes
from functions.customers.overview.customer_overview import customer_overview
from functions.customers.store.records import CustomersTable, NoteRecord
from functions.privacy.store.tombstones import destroy_key
from functions.shared.audit.facts import FactRecord
from functions.shared.auth.caller import Caller
from tests.integration.knowing_customers.test_list import somebody
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between
from tests.support.tables import snapshot

PANELS = ("profile", "addresses", "orders", "refunds", "cases", "messages", "notes", "consents", "saved_cards", "value")


@pytest.fixture
def support() -> Client:
    return Client(app, bearer("support", subject="5f0c4a52-7c39-4a9c-8f0e-0b1d2c3e4f5a"))


def path(person: str, rest: str = "overview") -> str:
    return f"/v1/admin/customers/{person}/{rest}"


def facts() -> list[dict[str, Any]]:
    return [json.loads(record.body) for record in FactRecord.scan()]


def test_one_call_shows_everything_that_the_reader_may_and_says_what_not(support: Client) -> None:
    """H12, case 17: a panel that somebody may not read is named, the others are shown; a look is told with whose data it was."""
    person = somebody(1, phone="+4915123456789")
    shown = support.get(path(person)).json
    assert {name: shown[name]["status"] for name in PANELS} == dict.fromkeys(PANELS, "shown")
    assert shown["profile"]["data"]["name"] == "N***"
    assert (shown["value"]["data"], shown["orders"]["more"]) == ([], False)
    (told,) = facts()
    assert (told["action"], told["subject"], told["after"]["persons"]) == ("personal_data.read", person, [person])

    assert support.get(path("cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E")).status == 404
    assert Client(app, bearer("finance")).get(path(person)).code == "forbidden"


def test_who_may_less_sees_less() -> None:
    """H12: by the permissions of a role of the shop's own."""
    person = somebody(1)
    caller = Caller("cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5F", permissions=frozenset({"customers.read", "notifications.read"}))
    customer = Customer(person, "a@example.com", "Ada", "de", "2026-01-01T00:00:00.000Z")
    shown = customer_overview(customer, 1, caller=caller, limit=10, masked=True).model_dump()
    refused = {name: shown[name]["permission"] for name in PANELS if shown[name]["status"] == "refused"}
    assert refused == {
        "orders": "orders.read", "refunds": "payments.read", "cases": "orders.read", "saved_cards": "payments.read",
        "value": "payments.read",
    }  # fmt: skip
    assert {shown[name]["data"] for name in refused} == {None}


def test_in_clear_takes_a_permission_and_is_written_down(support: Client) -> None:
    """O09"""
    person = somebody(1)
    assert support.get(path(person) + "?unmask=true").code == "forbidden"
    clear = Client(app, bearer("manager")).get(path(person) + "?unmask=true").json
    assert clear["profile"]["data"]["name"] == "Nadine Kolk"
    (told,) = events_in(CustomersTable, "personal_data.read")
    assert (told.subject, told.data["fields"]) == (person, ["email", "name", "phone", "addresses"])


def test_notes_are_their_authors_and_sealed(support: Client) -> None:
    """H12: written, changed and removed by who wrote it or may change customers; in no table, fact or index in clear."""
    person = somebody(1)
    text = {"text": "Zqxjk rings after six."}
    made = support.post(path(person, "notes"), text, idempotency_key="k")
    assert (made.status, support.post(path(person, "notes"), text, idempotency_key="k").text) == (201, made.text)
    note = path(person, f"notes/{made.json['id']}")
    other, manager = Client(app, bearer("support")), Client(app, bearer("manager"))
    assert other.patch(note, {"text": "No."}).code == other.delete(note).code == "forbidden"
    assert Client(app, bearer("warehouse")).post(path(person, "notes"), {"text": "x"}).code == "forbidden"
    edited = support.patch(note, {"text": "Zqxjk rings after seven."}, if_match='"1"')
    assert (edited.status, edited.json["version"], edited.json["edited_by"] is not None) == (200, 2, True)
    assert support.patch(note, {"text": "x"}, if_match='"1"').code == "version_conflict"
    assert [one["text"] for one in support.get(path(person)).json["notes"]["data"]] == ["Zqxjk rings after seven."]
    kept = snapshot()
    assert "Zqxjk" not in json.dumps(kept)
    assert manager.delete(note).status == 204
    assert support.get(path(person, "notes")).json == {"data": [], "next_cursor": None}
    assert [manager.delete(note).status, support.post(path(person, "notes"), {"text": ""}).status] == [404, 422]
    assert {one["action"].partition(" ")[0] for one in facts()} == {"personal_data.read", "POST", "PATCH", "DELETE"}


def test_no_note_is_written_on_who_is_erased_at_that_moment(support: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H14"""
    person = somebody(1)
    in_between(monkeypatch, write_notes, "find_customer", lambda: destroy_key(person))
    assert support.post(path(person, "notes"), {"text": "x"}).status in (401, 404)
    assert list(NoteRecord.scan(NoteRecord.kind == "note")) == []
