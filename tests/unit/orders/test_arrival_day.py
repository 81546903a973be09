"""F09: an expected day is a day where the parcel goes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pycountry
import pytest

from functions.orders.model.parcels.arrival_day import day_of, expected_day, over_at
from functions.shared.places import clocks_of_country, place_of, zones_of
from functions.shared.places import files as clocks
from functions.shared.plain import times
from functions.shared.plain.postal_address import Address


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-24T00:00:00Z", "2026-12-24"),
        ("2026-12-24T00:00:00+08:00", "2026-12-24"),
        ("2026-12-24 18:30", "2026-12-24"),
        ("2026-12-24", "2026-12-24"),
        ("soon", ""),
        ("2026-13-40", ""),
        ("", ""),
    ],
)
def test_a_day_is_what_the_courier_wrote(written: str, day: str) -> None:
    """F09, finding 5"""
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("country", "over"),
    [
        ("PE", "2026-12-25T05:00:00.000Z"),
        ("CN", "2026-12-24T16:00:00.000Z"),
        # Several clocks: the last one counts.
        ("US", "2026-12-25T10:00:00.000Z"),
        ("US-NY", "2026-12-25T05:00:00.000Z"),
        ("US-CA", "2026-12-25T08:00:00.000Z"),
        ("US-TX", "2026-12-25T07:00:00.000Z"),
        ("CA-SK", "2026-12-25T06:00:00.000Z"),
        ("AU-WA", "2026-12-24T16:00:00.000Z"),
        ("BR-SP", "2026-12-25T03:00:00.000Z"),
        ("BR-AC", "2026-12-25T05:00:00.000Z"),
        ("MX-BCN", "2026-12-25T08:00:00.000Z"),
        # States that are not kept have their country's clocks.
        ("RU-MOW", "2026-12-24T22:00:00.000Z"),
        ("CN-XJ", "2026-12-24T16:00:00.000Z"),
        ("US-??", "2026-12-25T10:00:00.000Z"),
        ("", "2026-12-25T12:00:00.000Z"),
    ],
)
def test_a_day_ends_where_the_parcel_goes(country: str, over: str) -> None:
    """F09, finding 5"""
    assert times.iso(over_at("2026-12-24", country)) == over


def test_countries_have_their_clocks() -> None:
    assert [zone.key for zone in zones_of("PE")] == ["America/Lima"]


def test_a_state_has_clocks_of_its_country() -> None:
    """F09: every state that is kept is one of ISO's, and each of its clocks is its country's by the time zone database."""
    for line in (Path(clocks.__file__).parent / "data" / "clocks.txt").read_text(encoding="utf-8").splitlines():
        code, *names = line.split(" ")
        country = code.partition("-")[0]
        assert names
        assert set(names) <= set(clocks_of_country(country))
        assert code in {sub.code for sub in pycountry.subdivisions.get(country_code=country)}  # type: ignore[no-untyped-call]


def test_the_place_of_an_address_names_its_state() -> None:
    """F09: as buyers write it."""
    address = {"name": "A", "phone": "+1", "city": "Springfield", "district": "", "street": "1 Main St", "postal_code": ""}
    assert place_of(Address(country="US", province="California", **address)).state_or_country == "US-CA"
    assert place_of(Address(country="US", province="Nowhere", **address)).state_or_country == "US"
    assert place_of(Address(country="PE", province="", **address)).state_or_country == "PE"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2027-01-03T00:00:00Z", "2027-01-03"),
        ("2027-01-01", "2027-01-01"),
        ("2026-12-31", ""),
        ("2028-01-16", "2028-01-16"),
        ("2028-01-17", ""),
        ("0001-01-01", ""),
        ("9999-12-31", ""),
    ],
)
def test_a_day_that_cannot_be_true_is_none(written: str, day: str) -> None:
    """The parcel was made in the first hours of the 2nd in UTC, when it was still the 1st in Lima."""
    assert expected_day(written, "2027-01-02T00:30:00.000Z", datetime(2027, 1, 15, tzinfo=UTC)) == day
