"""Addresses that were written at some time, by anybody, and the place they mean today."""

from __future__ import annotations

from typing import Protocol

from functions.shared.places.place import UNKNOWN, Place, Written
from functions.shared.places.resolve import resolve


class WrittenAddress(Protocol):
    """Whatever has the parts of an address: a model, or a record of any age."""

    @property
    def country(self) -> str: ...
    @property
    def province(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def district(self) -> str: ...
    @property
    def postal_code(self) -> str: ...


def written(address: WrittenAddress) -> Written:
    return Written(address.country, address.province, address.city, address.district, address.postal_code)


def place_of(address: WrittenAddress) -> Place:
    """Also of an address that was kept before there were codes."""
    return resolve(written(address)).place


def codes_of(place: Place) -> dict[str, str]:
    """The codes as addresses carry them, empty where there are none."""
    return {
        "country_code": "" if place.country.startswith(UNKNOWN) else place.country,
        "subdivision": place.subdivision,
        "city_code": place.city_code,
        "district_code": place.district_code,
    }
