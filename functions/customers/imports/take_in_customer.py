"""Face: a customer of another system becomes one of this shop, quietly: nobody is mailed, and nothing is counted as a registration.

They are found by their name in the other system, or by their login, so that a file imported again changes nothing. Their account at the
identity provider has no password: they set one (`forgot_password`), or sign in by a code. Both prove that the address is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from functions.customers.model.customer import MAX_ADDRESSES, Address, Customer
from functions.customers.model.imported import ImportedCustomer, filled, new_addresses
from functions.customers.model.login import is_phone
from functions.customers.store import cognito
from functions.customers.store.imported import known_customer, note_imported
from functions.customers.store.records import CUSTOMER_SK, AddressRecord, CustomerRecord, CustomersTable, address_sk, customer_pk
from functions.customers.store.repository import addresses_of, find_customer
from functions.customers.store.sealed_bodies import address_body, address_in, customer_body, customer_of
from functions.shared.events.contracts.customers import CustomerImported
from functions.shared.events.envelope import Actor
from functions.shared.events.events import event_put
from functions.shared.outside import clock, fresh
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings
from functions.shared.sealing import key_for
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Write, put_new, transact
from functions.shared.store.versions import locked_put


class Became(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class TakenIn:
    """`customer_id`: empty in a dry run for somebody who is not here yet. `known_as_another`: they are here by their login, and this name
    of the other system is new."""

    customer_id: str
    became: Became
    known_as_another: bool = False


Remembering = Callable[[TakenIn], Sequence[Write]]


def take_in_customer(imported: ImportedCustomer, *, actor: Actor, dry: bool, remember: Remembering) -> TakenIn:
    """`remember` is written in the transaction of the effect, if there is one. Raises Invalid (422 `login_missing`), Erased (401)."""
    known = known_customer(imported.key)
    customer_id = known or customer_with_login(imported.login) or ""
    if not customer_id and dry:
        _need_login(imported)
        return TakenIn("", Became.CREATED)
    if not customer_id:
        customer_id = _made(imported)

    def once() -> TakenIn:
        record = find_customer(customer_id)
        if record is None:
            if known:
                # Raises Erased: what is left of whoever was forgotten is that they are not brought back.
                key_for(customer_id)
            return _new(imported, customer_id, known, actor, dry, remember)
        return _filled(imported, record, known, actor, dry, remember)

    return again(once)


def customer_with_login(login: str) -> str | None:
    """The id of whoever has the account. One call of the identity provider."""
    account = cognito.account_of(login) if login else None
    return ids.customer_id(account.subject) if account else None


def _need_login(imported: ImportedCustomer) -> None:
    if not imported.login:
        raise Invalid.field("/email", "login_missing", "Who has neither an e-mail address nor a telephone number cannot sign in.")


def _made(imported: ImportedCustomer) -> str:
    _need_login(imported)
    cognito.make(imported.login, name=imported.name[:100], language=imported.language or settings().default_language)
    found = customer_with_login(imported.login)
    if found is None:
        raise Invalid.field("/email", "login_refused", "The identity provider does not take this login.")
    return found


def _new(imported: ImportedCustomer, customer_id: str, known: str | None, actor: Actor, dry: bool, remember: Remembering) -> TakenIn:
    taken = TakenIn(customer_id, Became.CREATED)
    if dry:
        return taken
    customer = Customer(
        id=customer_id,
        email=imported.login if imported.login and not is_phone(imported.login) else None,
        name=imported.name,
        language=imported.language or settings().default_language,
        registered_at=imported.registered_at or times.iso(clock.now()),
        phone=imported.phone or (imported.login if is_phone(imported.login) else None),
        private_metadata=dict(imported.private_metadata),
    )
    addresses = _addresses(customer_id, [*imported.addresses][:MAX_ADDRESSES], first_is_default=True)
    record = CustomerRecord(
        pk=customer_pk(customer_id), sk=CUSTOMER_SK, kind="customer", body=customer_body(customer), addresses=len(addresses)
    )
    if addresses:
        record.default_address = addresses[0].sk.removeprefix(address_sk(""))
    transact(
        [put_new(record, Overtaken()), *(put_new(one) for one in addresses), *_told(imported, customer, known, actor), *remember(taken)]
    )
    return taken


def _filled(
    imported: ImportedCustomer, record: CustomerRecord, known: str | None, actor: Actor, dry: bool, remember: Remembering
) -> TakenIn:
    before = customer_of(record)
    customer, changed = filled(before, imported)
    book = addresses_of(customer.id, limit=MAX_ADDRESSES, cursor=None)
    further = new_addresses([address_in(one) for one in book.data], imported)[: MAX_ADDRESSES - int(record.addresses)]
    taken = TakenIn(customer.id, Became.UPDATED if changed or further else Became.UNCHANGED, known_as_another=known is None)
    if dry or (taken.became is Became.UNCHANGED and known):
        return taken
    writes: list[Write] = []
    if taken.became is Became.UPDATED:
        addresses = _addresses(customer.id, further, first_is_default=not record.default_address)
        after = record.copied()
        after.body, after.version, after.addresses = customer_body(customer), int(record.version) + 1, int(record.addresses) + len(further)
        if addresses and not record.default_address:
            after.default_address = addresses[0].sk.removeprefix(address_sk(""))
        writes = [locked_put(after, int(record.version)), *(put_new(one) for one in addresses)]
    transact([*writes, *_told(imported, customer, known, actor, changed, became=taken.became), *remember(taken)])
    return taken


def _told(
    imported: ImportedCustomer,
    customer: Customer,
    known: str | None,
    actor: Actor,
    changed: Sequence[str] = (),
    became: Became = Became.CREATED,
) -> list[Write]:
    noted: list[Write] = [] if known else [note_imported(imported.key, customer.id, Overtaken())]
    if became is Became.UNCHANGED:
        return noted
    payload = CustomerImported(customer.id, became.value, list(changed))
    return [*noted, event_put(CustomersTable, customer_pk(customer.id), payload, subject=customer.id, actor=actor)]


def _addresses(customer_id: str, given: Sequence[object], *, first_is_default: bool) -> list[AddressRecord]:
    now = times.iso(clock.now())
    made = [replace(_address(fields), id=fresh.new_id("adr"), created_at=now) for fields in given]
    return [
        AddressRecord(
            pk=customer_pk(customer_id),
            sk=address_sk(one.id),
            kind="address",
            body=address_body(customer_id, one),
            is_default=first_is_default and number == 0,
        )
        for number, one in enumerate(made)
    ]


def _address(fields: object) -> Address:
    return Address(**{"id": "", "created_at": "", **fields})  # type: ignore[dict-item]
