"""Where a parcel goes and to whom, as orders keep it and couriers are told it."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Address:
    """As it was typed, with the codes of its place; one kept before there were codes has none (shared.places.place_of)."""

    name: str
    phone: str
    country: str
    province: str
    city: str
    district: str
    street: str
    postal_code: str = ""
    email: str | None = None
    country_code: str = ""
    subdivision: str = ""
    city_code: str = ""
    district_code: str = ""
