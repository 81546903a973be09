"""Face: what of a customer may decide whether a message is for them. Who they are, and how they are reached, is no part of it."""

from __future__ import annotations

from functions.customers.model.customer import Customer
from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_still_there
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ChoosingFacts:
    """`birth_month` (1 to 12), `born_from` (the first of the five years that theirs is of: 1990 for 1990 to 1994),
    `gender`: 0 and empty where they did not tell, or do not agree any more (`profile_details`)."""

    language: str
    registered_at: str
    birth_month: int
    born_from: int
    gender: str


def choosing_facts(customer_id: str) -> ChoosingFacts | None:
    """None for who is not (or no longer) there. One GetItem."""
    customer = customer_still_there(find_customer(customer_id))
    return facts_of(customer) if customer else None


def facts_of(customer: Customer) -> ChoosingFacts:
    year, month = (int(customer.birth_date[:4]), int(customer.birth_date[5:7])) if customer.birth_date else (0, 0)
    return ChoosingFacts(customer.language, customer.registered_at, month, year - year % 5, customer.gender or "")
