"""Who invoices, as staff say it."""

from __future__ import annotations

from typing import Any

import pytest

from functions.invoices.store import invoice_settings
from tests.integration.invoices.billing import ENTITY, owner, sells
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between

PATH = "/v1/admin/invoice_settings"


def test_a_legal_entity_is_kept_with_its_number_as_it_is_written() -> None:
    sells({**ENTITY, "vat_number": "136 695 976"})
    shown = owner().get(PATH)
    assert (shown.json["entities"][0]["vat_number"], shown.headers["etag"]) == ("DE136695976", '"1"')
    assert owner().put(PATH, {"entities": [ENTITY]}, If_Match='"7"').code == "version_conflict"


@pytest.mark.parametrize(
    "wrong",
    [
        {"vat_number": "DE136695977"}, {"vat_number": ""}, {"country": "XX"}, {"timezone": "Mars/Base"}, {"invoice_series": "a b"},
        {"country": "CN", "vat_number": "", "tax_number": "91310000775785552X"}, {"name": " "}, {"yearly": "no"}, {"surprise": 1},
    ],
)  # fmt: skip
def test_what_no_invoice_may_say_is_refused(wrong: dict[str, Any]) -> None:
    assert owner().put(PATH, {"entities": [{**ENTITY, **wrong}]}).status == 422
    assert owner().get(PATH).json["entities"] == []


def test_two_that_would_invoice_the_same_country_are_refused_and_none_is_lost() -> None:
    other = {**ENTITY, "id": "at", "countries": ["AT"]}
    sells(ENTITY, other)
    assert owner().put(PATH, {"entities": [ENTITY, {**other, "countries": []}]}).status == 422
    assert owner().put(PATH, {"entities": [ENTITY, ENTITY]}).status == 422
    assert owner().put(PATH, {"entities": [other]}).code == "entity_missing"
    sells({**ENTITY, "enabled": False}, {**other, "countries": []})
    assert Client(owner().app, bearer("support")).put(PATH, {"entities": []}).status == 403


def test_of_two_who_change_them_at_once_both_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was overtaken decides again from what is there: the other's legal entity is not lost."""
    in_between(monkeypatch, invoice_settings, "kept_settings", lambda: sells({**ENTITY, "id": "at", "countries": ["AT"]}))
    assert owner().put(PATH, {"entities": [ENTITY]}).code == "entity_missing"
    assert [one["id"] for one in owner().get(PATH).json["entities"]] == ["at"]
