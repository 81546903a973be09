"""X28: the title book of a customer."""

from __future__ import annotations

import uuid

import pytest

from functions.invoices.app import app
from functions.invoices.model.title import MOST_TITLES
from functions.invoices.store import titles
from tests.integration.invoices.chinese import COMPANY, PERSON
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

PATH = "/v1/invoice_titles"


@pytest.fixture
def customer() -> Client:
    return Client(app, bearer(subject=str(uuid.uuid4())))


def names(of: Client) -> list[tuple[str, bool]]:
    return [(one["name"], one["default"]) for one in of.get(PATH).json["data"]]


def test_titles_are_kept_changed_and_removed(customer: Client) -> None:
    company = customer.post(PATH, COMPANY, Idempotency_Key="k")
    assert (company.status, company.json["tax_number"], company.json["default"]) == (201, "91310000775785552L", True)
    assert customer.post(PATH, COMPANY, Idempotency_Key="k").text == company.text
    person = customer.post(PATH, {**PERSON, "default": True}).json
    assert names(customer) == [(COMPANY["name"], False), ("李雷", True)]
    assert customer.put(f"{PATH}/{company.json['id']}", {**COMPANY, "name": "新名称", "default": True}).json["default"] is True
    assert names(customer) == [("新名称", True), ("李雷", False)]
    assert customer.delete(f"{PATH}/{company.json['id']}").status == 204
    assert names(customer) == [("李雷", True)]
    assert customer.delete(f"{PATH}/{company.json['id']}").status == 404
    assert customer.put(f"{PATH}/{company.json['id']}", COMPANY).status == 404
    assert Client(app, bearer(subject=str(uuid.uuid4()))).put(f"{PATH}/{person['id']}", PERSON).status == 404
    assert Client(app).get(PATH).status == 401


@pytest.mark.parametrize("field", ["name", "address", "bank"])
@pytest.mark.parametrize("text", ["\x00", "a\x1fb", "a\nb", "a\x7fb"])
def test_what_no_tax_bureau_takes_is_refused(customer: Client, field: str, text: str) -> None:
    refused = customer.post(PATH, {**COMPANY, field: text})
    assert (refused.status, refused.json["errors"][0]["pointer"], names(customer)) == (422, f"/{field}", [])


def test_a_book_is_full_at_last(customer: Client) -> None:
    for n in range(MOST_TITLES):
        assert customer.post(PATH, {**PERSON, "name": f"{n}"}).status == 201
    assert customer.post(PATH, PERSON).code == "too_many_titles"


def test_of_two_who_add_at_once_both_are_there(customer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    in_between(monkeypatch, titles, "_kept", lambda: customer.post(PATH, COMPANY))
    customer.post(PATH, PERSON)
    assert sorted(name for name, _ in names(customer)) == sorted([COMPANY["name"], "李雷"])
