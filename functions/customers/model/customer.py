"""A customer and an address as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from functions.shared.plain.deferred import dataclass

MAX_ADDRESSES = 50


class Method(StrEnum):
    """code: they sent back a code that went there. provider: another provider, by which they came, has verified it. account: their account
    was made with it, by an invitation or before this was kept."""

    CODE = "code"
    PROVIDER = "provider"
    ACCOUNT = "account"


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


@dataclass(frozen=True)
class Verified:
    """That an address or number is theirs: which, since when, and how that is known."""

    value: str
    at: str
    method: Method


@dataclass(frozen=True)
class Customer:
    """`email` is the login the identity provider verified; it is not changed here. `phone` is how they want to be called, proven or not.
    `verified`: what they sign in by, `email` and `phone`; None in a record of before that was kept, and of an import. `birth_date` and
    `gender`: only while they agree to the purpose `profile_details`."""

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
    verified: dict[str, Verified] | None = None
    birth_date: str | None = None
    gender: Gender | None = None

    def has_proven(self, kind: str) -> bool:
        """That the address or number that stands here now is theirs."""
        proof, value = (self.verified or {}).get(kind), getattr(self, kind)
        return proof is not None and value is not None and proof.value == value


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
