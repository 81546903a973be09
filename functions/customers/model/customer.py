"""A customer and an address as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from typing import Any, TypeVar

from functions.shared.plain.deferred import dataclass

MAX_ADDRESSES = 50


@dataclass(frozen=True)
class Customer:
    """`email` is the login the identity provider verified; it is not changed here."""

    id: str
    email: str | None
    name: str
    language: str
    registered_at: str
    phone: str | None = None
    avatar: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    private_fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Address:
    """Where parcels go, as it was typed and with its codes. Orders copy it when they are placed, so a later edit never reaches them."""

    id: str
    name: str
    phone: str
    country: str
    province: str
    city: str
    district: str
    street: str
    postal_code: str
    created_at: str
    label: str = ""
    email: str | None = None
    country_code: str = ""
    subdivision: str = ""
    city_code: str = ""
    district_code: str = ""


T = TypeVar("T", Customer, Address)


def edited(thing: T, changes: Mapping[str, Any]) -> tuple[T, list[str]]:
    """The thing with the changes, and the sorted names of the fields that really differ."""
    after = replace(thing, **changes)
    return after, sorted(f.name for f in fields(thing) if getattr(thing, f.name) != getattr(after, f.name))
