"""The list of customers as staff have it: who is found by what, and who is not any more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.customers.app import app, list_customers
from functions.customers.finding import list_customer as listing
from functions.customers.finding.list_customer import list_customer
from functions.customers.model.customer import Address, Customer
from functions.customers.store.records import AddressRecord, CustomerRecord, CustomersTable, FindingRecord, address_sk, customer_pk
from functions.customers.store.sealed_bodies import address_body, customer_body
from functions.privacy.app import app as privacy
from functions.privacy.store.tombstones import destroy_key
from functions.shared.plain import ids
from functions.shared.sealing import PrivacyTable
from functions.shared.store.records import connection
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Answer, Client
from tests.support.identity import bearer
from tests.support.races import in_between
from tests.support.tables import snapshot

LIST = "/v1/admin/customers"
CLEAR = ("kolk", "nadine", "15123456789", "Kolk", "Nadine")


@pytest.fixture
def support() -> Client:
    return Client(app, bearer("support"))


def somebody(number: int, name: str = "Nadine Kolk", email: str | None = None, phone: str | None = None, *, listed: bool = True) -> str:
    person = f"cus_{number:026}"
    customer = Customer(person, email or f"p{number}@example.com", name, "de", f"2026-01-{number:02}T00:00:00.000Z", phone)
    CustomerRecord(pk=customer_pk(person), sk="CUSTOMER", kind="customer", body=customer_body(customer)).save()
    if listed:
        list_customer(person)
    return person


def found(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status == 200, answer.text
    return [row["id"] for row in answer.json["data"]]


def test_people_are_found_by_address_number_and_name(support: Client) -> None:
    """H12, O09: any spelling, whole addresses and numbers only; shown masked; nothing of it in a table in clear."""
    nadine = somebody(1, email="nadine.kolk@example.com", phone="+4915123456789")
    wang = somebody(2, "王小明", phone="+8613800138000")
    for q in ("NADINE.KOLK@Example.com ", "%2B49 1512 3456789", "0049-1512-3456789", "01512 3456789", "1512/3456789", "kolk nad", "Nadine"):
        assert found(support, f"q={q}") == [nadine], q
    for q in ("138 0013 8000", "8613800138000", "小明", "王"):
        assert found(support, f"q={q}") == [wang], q
    for q in ("nadine.kolk@example", "@", "151234", "ine", "!!", "nadine wang", "nadine.kolk@example.com.au", "%2B1 1512 3456789"):
        assert found(support, f"q={q}") == [], q
    (row,) = support.get(f"{LIST}?q=kolk").json["data"]
    assert (row["email"], row["name"], row["phone"], row["masked"]) == ("n***@example.com", "N***", "***6789", True)
    assert not any(value in json.dumps(snapshot()["customers"]) for value in (*CLEAR, "王小明"))


def test_who_is_in_an_address_book_is_found_too_until_they_are_taken_out(support: Client) -> None:
    person = somebody(1)
    address = Address(
        "adr_01JD5Z6N7W8X9Y0Z1A2B3C4D5E", "Omar Haddad", "+4915199999999", "DE", "", "Ulm", "", "Weg 1", "89073", "2026-01-01"
    )
    kept = AddressRecord(pk=customer_pk(person), sk=address_sk(address.id), kind="address", body=address_body(person, address))
    kept.save()
    list_customer(person)
    assert [found(support, f"q={q}") for q in ("haddad", "015199999999", "kolk")] == [[person]] * 3
    kept.delete()
    list_customer(person)
    assert [found(support, f"q={q}") for q in ("haddad", "015199999999", "kolk")] == [[], [], [person]]


def test_filters_hold_together_and_pages_follow_each_other(support: Client) -> None:
    """Newest first; a cursor of another list is refused."""
    people = [somebody(number, "Ada Berg" if number % 2 else "Ole Berg") for number in range(1, 8)]
    list_customer(people[2], ordered=True)
    newest = people[::-1]
    assert found(support) == newest
    assert found(support, "q=berg ada") == newest[::2]
    assert found(support, "with_orders=true") == [people[2]]
    assert found(support, "q=ada&with_orders=false") == [one for one in newest[::2] if one != people[2]]
    assert found(support, "from=2026-01-03T00:00:00Z&to=2026-01-05T00:00:00Z") == [people[3], people[2]]
    assert (found(support, "state=leaving"), found(support, "state=active&q=ole")) == ([], newest[1::2])
    assert found(support, "consent=marketing_email") == []
    seen: list[str] = []
    cursor = ""
    while True:
        page: Any = support.get(f"{LIST}?q=berg&limit=3{cursor}").json
        seen += [row["id"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == newest
    assert support.get(f"{LIST}?q=ada&limit=3{cursor}").code == "invalid_cursor"
    assert [support.get(f"{LIST}?{wrong}").status for wrong in ("state=gone", "limit=0", "from=x", "consent=no", "q=")] == [422] * 5


def test_what_they_agree_to_and_ask_for_is_listed(support: Client) -> None:
    """By the events that tell of it, twice delivered."""
    subject = "5f0c4a52-7c39-4a9c-8f0e-0b1d2c3e4f5a"
    person = ids.customer_id(subject)
    customer = Customer(person, "a@example.com", "Ada", "de", "2026-01-01T00:00:00.000Z")
    CustomerRecord(pk=customer_pk(person), sk="CUSTOMER", kind="customer", body=customer_body(customer)).save()
    me = Client(privacy, bearer(subject=subject))
    agreed = me.put("/v1/me/consents", {"consents": [{"purpose": "marketing_email", "given": True, "text_version": "1"}]})
    assert (agreed.status, me.post("/v1/me/erasure").status) == (200, 202)
    told = events_in(PrivacyTable, "consent.decided", "erasure.requested")
    assert {one.type for one in told} == {"consent.decided", "erasure.requested"}
    for _ in range(2):
        assert list_customers(sqs_of_events(told), None) == {"batchItemFailures": []}
    (row,) = support.get(f"{LIST}?consent=marketing_email&state=leaving").json["data"]
    assert (row["id"], row["consents"], row["state"]) == (person, ["marketing_email"], "leaving")
    assert found(support, "state=active") == []


def test_who_was_erased_never_comes_back(support: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """H14: neither by an event that comes later nor by one that is worked on while they are erased."""
    person = somebody(1, listed=False)
    in_between(monkeypatch, listing, "consents_of", lambda: destroy_key(person))
    list_customer(person)
    assert (found(support), list(FindingRecord.scan(FindingRecord.kind.is_in("finding", "posting")))) == ([], [])
    list_customer(person)
    list_customer(person, ordered=True)
    assert found(support, "q=kolk") == []


def test_two_who_list_somebody_at_once_keep_what_is_true_now(support: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person = somebody(1)

    def married() -> None:
        somebody(1, "Nadine Berg")

    in_between(monkeypatch, listing, "consents_of", married)
    list_customer(person)
    assert (found(support, "q=berg"), found(support, "q=kolk")) == ([person], [])


def test_who_has_very_many_names_is_listed_whole_at_every_moment(support: Client) -> None:
    """More changes than one transaction holds."""
    person = somebody(1, " ".join(f"{letter * 3}abcdefghij" for letter in "abcdefgh"))
    assert found(support, "q=bbbabcdefghij") == [person]
    somebody(1, " ".join(f"{letter * 3}abcdefghij" for letter in "mnopqrst"))
    assert (found(support, "q=bbbabcdefghij"), found(support, "q=nnnabcdefghij")) == ([], [person])


def test_to_see_them_in_clear_takes_a_permission_and_is_written_down() -> None:
    """O09, O04"""
    person = somebody(1, email="nadine.kolk@example.com")
    somebody(2, "Ole")

    def clear(role: str) -> Answer:
        return Client(app, bearer(role)).get(f"{LIST}?q=kolk&unmask=true")

    assert (clear("support").code, clear("finance").code) == ("forbidden", "forbidden")
    assert events_in(CustomersTable, "personal_data.read") == []
    (row,) = clear("manager").json["data"]
    assert (row["email"], row["name"], row["masked"]) == ("nadine.kolk@example.com", "Nadine Kolk", False)
    assert [one.subject for one in events_in(CustomersTable, "personal_data.read")] == [person]


def test_a_further_order_of_a_known_customer_takes_one_read() -> None:
    """P13"""
    person = somebody(1)
    list_customer(person, ordered=True)
    before, asked = snapshot(), list[str]()
    client: Any = connection().client
    client.meta.events.register("before-call.dynamodb", lambda model, **_: asked.append(model.name), unique_id="counted")
    list_customer(person, ordered=True)
    client.meta.events.unregister("before-call.dynamodb", unique_id="counted")
    assert asked == ["GetItem"]
    assert snapshot() == before
