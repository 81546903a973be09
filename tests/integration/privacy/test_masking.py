"""Staff see masked who customers are; to see them takes a permission of its own, and leaves an event."""

from __future__ import annotations

import json

import pytest

from functions.customers.app import app
from functions.customers.model.customer import Customer
from functions.customers.store.records import CustomerRecord, CustomersTable, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.shared.contact.masking import masked_email, masked_name, masked_phone
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

PERSON = "cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"
PATH = f"/v1/admin/customers/{PERSON}"
CLEAR = ("nadine.kolk@", "Nadine", "15123456789")


@pytest.fixture(autouse=True)
def _nadine() -> None:
    customer = Customer(PERSON, "nadine.kolk@example.com", "Nadine Kolk", "de", "2026-01-01T00:00:00.000Z", "+4915123456789")
    CustomerRecord(pk=customer_pk(PERSON), sk="CUSTOMER", kind="customer", body=customer_body(customer)).save()


def test_names_numbers_and_addresses_are_masked() -> None:
    """O09"""
    assert [masked_email(one) for one in ("a@b.de", "nonsense", "@b.de")] == ["a***@b.de", "***", "***"]
    assert [masked_phone(one) for one in ("+4915123456789", "110")] == ["***6789", "***"]
    assert [masked_name(one) for one in ("Ada", "王小明", "")] == ["A***", "王***", ""]


def test_staff_see_them_masked_unless_they_ask_and_may() -> None:
    """O09: support reads masked and may not unmask; a manager may, and each time it is written down; a note's answer is masked."""
    support, manager = (Client(app, bearer(role)) for role in ("support", "manager"))
    for staff in (support, manager):
        seen = staff.get(PATH)
        assert (seen.json["email"], seen.json["name"], seen.json["phone"], seen.json["masked"]) == (
            "n***@example.com", "N***", "***6789", True,
        )  # fmt: skip
        assert not any(value in seen.text for value in CLEAR)
    assert support.get(f"{PATH}?unmask=true").code == "forbidden"
    assert events_in(CustomersTable, "personal_data.read") == []
    clear = manager.get(f"{PATH}?unmask=true").json
    assert (clear["email"], clear["name"], clear["phone"], clear["masked"]) == (
        "nadine.kolk@example.com", "Nadine Kolk", "+4915123456789", False,
    )  # fmt: skip
    (told,) = events_in(CustomersTable, "personal_data.read")
    assert (told.data, told.actor.id.startswith("cus_")) == (
        {"person": PERSON, "record": "customer", "fields": ["email", "name", "phone"]}, True,
    )  # fmt: skip
    assert not any(value in json.dumps(told.data) for value in CLEAR)
    assert not any(value in manager.patch(PATH, {"private_metadata": {"a": "b"}}).text for value in CLEAR)
