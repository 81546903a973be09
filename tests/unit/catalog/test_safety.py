"""R04: what an offer at a distance must show of a product's safety (Regulation (EU) 2023/988, Article 19)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.catalog.model.safety import Contact, Exempt, ProductSafety, missing_for_safety
from functions.catalog.model.safety_law import asking, needed_languages
from functions.shared.plain.selling.markets import EU, Market, Markets, beneath_the_law

MAKER = Contact("Holz", "Weg 1, Berlin", "DE", "a@holz.example")
WHOLE = ProductSafety(MAKER, identifier="BX", warnings={"de": "Vorsicht"})
IN_CHINA = Contact("木作", "路 1", "CN", url="https://wood.example")


def codes(safety: ProductSafety | None, *countries: str, barcodes: list[list[str]] | None = None) -> list[str]:
    return [fault.code for fault in missing_for_safety(safety, barcodes or [[]], countries)]


def test_one_code_for_each_thing_that_is_missing() -> None:
    assert codes(None, "DE") == [
        "manufacturer_name_missing",
        "manufacturer_address_missing",
        "manufacturer_contact_missing",
        "responsible_person_missing",
        "identifier_missing",
        "warnings_missing",
    ]
    assert codes(WHOLE, "DE") == codes(None) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": ""}, "manufacturer_name_missing"),
        ({"address": ""}, "manufacturer_address_missing"),
        ({"email": ""}, "manufacturer_contact_missing"),
    ],
)
def test_each_part_of_the_manufacturer_is_asked(fields: dict[str, str], code: str) -> None:
    assert codes(replace(WHOLE, manufacturer=replace(MAKER, **fields)), "DE") == [code]


def test_who_answers_for_it_is_where_the_manufacturer_is_not() -> None:
    """A country has its own; all of the Union is one place, and a person in the one place is none for the other."""
    told = replace(WHOLE, manufacturer=IN_CHINA, warnings={"de": "!", "en": "!", "fr": "!"})
    assert codes(told, "DE") == ["responsible_person_missing"]
    french = Contact("R", "Rue 1", "FR", "r@r.example")
    assert codes(replace(told, responsible_persons=[french]), "DE") == []
    assert codes(replace(told, responsible_persons=[french]), "DE", "GB") == ["responsible_person_missing"]
    assert codes(replace(told, responsible_persons=[french, replace(french, country="GB")]), "DE", "GB") == []
    bare = replace(told, responsible_persons=[Contact(country="FR")])
    assert codes(bare, "DE") == [f"responsible_person_{name}_missing" for name in ("name", "address", "contact")]
    assert codes(replace(told, responsible_persons=[Contact(country="FR"), french]), "DE") == []
    no_country = replace(told, manufacturer=replace(MAKER, country=""))
    assert codes(no_country, "DE") == ["manufacturer_address_missing", "responsible_person_missing"]


def test_warnings_are_in_every_language_of_the_countries_or_said_to_be_none() -> None:
    told = replace(WHOLE, warnings={"de-AT": "!", "nl": "!"})
    assert codes(told, "AT") == []
    assert codes(told, "BE") == ["warnings_missing"]
    assert codes(told, "LU") == [], "one of three is enough there"
    assert codes(replace(WHOLE, warnings={"de": "  "}), "DE") == ["warnings_missing"]
    assert codes(replace(WHOLE, warnings={}, no_warnings=True), *EU) == []
    assert len(codes(replace(WHOLE, warnings={}), *EU)) == len(needed_languages(EU))
    assert codes(replace(WHOLE, responsible_persons=[replace(MAKER, country="BR")], warnings={}), "BR") == ["warnings_missing"]
    assert codes(replace(WHOLE, responsible_persons=[replace(MAKER, country="BR")], warnings={"pt": "!"}), "BR") == []


def test_every_barcode_identifies_it_and_a_kind_may_be_exempt() -> None:
    told = replace(WHOLE, identifier="")
    assert codes(told, "DE", barcodes=[["1"], ["2"]]) == []
    assert codes(told, "DE", barcodes=[["1"], []]) == codes(told, "DE") == ["identifier_missing"]
    assert codes(ProductSafety(exempt=Exempt.FOOD), *EU) == []


def test_which_countries_ask() -> None:
    def market(asks: bool | None, *countries: str) -> Markets:
        return Markets((Market("m", "M", countries, "EUR", product_safety=asks),))

    assert asking(Markets(), "CN") == frozenset()
    assert asking(Markets(), "PL") == {"PL"}
    assert asking(market(None, "DE", "US"), "CN") == {"DE"}
    assert asking(market(True, "US"), "CN") == {"US"}
    assert beneath_the_law("DE", Markets().withdrawal("DE"), False) == ["product_safety"]
    assert beneath_the_law("US", Markets().withdrawal("US"), False) == []
