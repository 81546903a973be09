"""A customer as another system had them, and what of it is new here. Pure.

What somebody says of themselves here counts: a file fills what is empty and adds what is missing, and overwrites nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from functions.customers.model.customer import Address, Customer
from functions.shared.plain.deferred import dataclass

_SAME_PLACE = ("name", "phone", "country", "province", "city", "district", "street", "postal_code")


@dataclass(frozen=True)
class ImportedCustomer:
    """`key`: their name in the other system, of no use to who reads it. `login`: the address or number by which they will sign in; empty
    where the file has none. `addresses`: fields of `Address`, without id and date."""

    key: str
    login: str
    name: str = ""
    phone: str | None = None
    language: str = ""
    registered_at: str = ""
    private_metadata: dict[str, str] = field(default_factory=dict)
    addresses: tuple[Mapping[str, Any], ...] = ()


def filled(customer: Customer, imported: ImportedCustomer) -> tuple[Customer, list[str]]:
    """With what was empty, and the names of those fields."""
    changes: dict[str, Any] = {}
    if not customer.name and imported.name:
        changes["name"] = imported.name
    if not customer.phone and imported.phone:
        changes["phone"] = imported.phone
    further = {name: text for name, text in imported.private_metadata.items() if name not in customer.private_metadata}
    if further:
        changes["private_metadata"] = {**customer.private_metadata, **further}
    return replace(customer, **changes), sorted(changes)


def new_addresses(known: Sequence[Address], imported: ImportedCustomer) -> list[Mapping[str, Any]]:
    """Those that are not in the book, each once."""
    there = {_place(vars(one)) for one in known}
    found: list[Mapping[str, Any]] = []
    for one in imported.addresses:
        if (place := _place(one)) not in there:
            there.add(place)
            found.append(one)
    return found


def _place(address: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(" ".join(str(address.get(name) or "").split()).casefold() for name in _SAME_PLACE)
