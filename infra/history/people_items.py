"""Accounts of those who bought signed in: the customer, their key, what they agreed to, what staff find them by, and what was told of it.

They have no login at the identity provider: nobody signs in as somebody who never was, and `forgot_password` brings none of them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.customers.finding.list_customer import ACTIVE, finding_of, posting
from functions.customers.model.customer import Customer, Gender, Method, Verified
from functions.customers.store.records import CUSTOMER_SK, FINDING_SK, CustomerRecord, CustomersTable, FindingRecord, customer_pk
from functions.customers.store.sealed_bodies import customer_body
from functions.privacy import Consent, Source, place_of_decision
from functions.privacy.store.records import ConsentRecord, consent_sk, person_pk
from functions.shared.events.contracts.customers import ConsentDecided, CustomerRegistered
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.sealing import PrivacyTable, new_key
from functions.shared.store.records import Record
from infra.history.names import agreed, customer_of, details_of
from infra.history.story import address_of
from infra.history.year import Bought, Year

_TEXTS = "2025-01"
_BEFORE = timedelta(minutes=9)


@dataclass(frozen=True)
class Person:
    """`first`: what they bought first, minutes after they registered."""

    id: str
    first: Bought

    @property
    def registered(self) -> datetime:
        return self.first.at - _BEFORE


def people_by_day(year: Year) -> Mapping[int, list[Person]]:
    """By the number of the day on which they bought for the first time."""
    found, known, first = dict[int, list[Person]](), set[int](), 1
    for number, count in enumerate(year.per_day()):
        for bought in year.of_day(number, count, first):
            if bought.person in known:
                continue
            known.add(bought.person)
            if name := customer_of(year.seed, bought.person):
                found.setdefault(number, []).append(Person(name, bought))
        first += count
    return found


def people_items(person: Person) -> Iterator[Record]:
    at, actor = person.registered, Actor("customer", person.id)
    yield new_key(person.id).record
    customer = as_customer(person)
    yield CustomerRecord(pk=customer_pk(person.id), sk=CUSTOMER_SK, kind="customer", body=customer_body(customer))
    registered = CustomerRegistered(person.id, customer.language)
    yield event_put(CustomersTable, customer_pk(person.id), registered, subject=person.id, actor=actor, cause="history", at=at).record
    consents = list(_consents(person))
    for consent in consents:
        yield ConsentRecord(pk=person_pk(person.id), sk=consent_sk(consent.purpose), kind="consent", body=dump(consent))
        told = ConsentDecided(person.id, consent.purpose, consent.given, consent.text_version, consent.source)
        put = event_put(PrivacyTable, person_pk(person.id), told, subject=person.id, actor=actor, cause=consent.purpose, at=at)
        put.record.due_pk, put.record.due_at = place_of_decision(person.id, str(put.record.sk))
        yield put.record
    agreed = sorted(str(one.purpose) for one in consents if one.given)
    finding = finding_of(customer, [], agreed, ACTIVE, ordered=True)
    yield FindingRecord(pk=customer_pk(person.id), sk=FINDING_SK, kind="finding", body=dump(finding))
    yield from (posting(finding, name) for name in finding.names)


def as_customer(person: Person) -> Customer:
    address, at, details = address_of(person.first), times.iso(person.registered), details_of(person.id)
    assert address.email
    birth_date, gender = (details[0].isoformat(), Gender(details[1])) if details else (None, None)
    return Customer(
        person.id, address.email, address.name, person.first.market.language, at, phone=address.phone,
        verified={"email": Verified(address.email, at, Method.CODE)}, birth_date=birth_date, gender=gender,
    )  # fmt: skip


def _consents(person: Person) -> Iterator[Consent]:
    for purpose, given in agreed(person.id).items():
        yield Consent(purpose, given, _TEXTS, Source.ACCOUNT, times.iso(person.registered))
