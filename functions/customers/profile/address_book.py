"""The address book: up to 50 addresses, one of them the default as long as there is any.

The customer's record counts the addresses and names the default; every write that touches either is conditional on what was
read, so parallel writes cannot make a fifty-first address or a second default. One that was overtaken reads again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pynamodb.expressions.update import Action

from functions.customers.model.customer import MAX_ADDRESSES, Address, edited
from functions.customers.store.records import CUSTOMER_SK, AddressRecord, CustomerRecord, CustomersTable, address_sk, customer_pk
from functions.customers.store.repository import address_of, addresses_of, find_customer
from functions.customers.store.sealed_bodies import address_body, address_in
from functions.shared.contact.address import AddressIn, names_of
from functions.shared.events.contracts.customers import AddressAdded, AddressEdited, AddressRemoved
from functions.shared.events.envelope import Actor, Payload
from functions.shared.events.events import event_put
from functions.shared.http.validation import parse
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict, Invalid, NotFound, VersionConflict
from functions.shared.store.again import Overtaken, again
from functions.shared.store.transactions import Put, Remember, Update, Write, put_new, transact
from functions.shared.store.versions import locked_delete, locked_put

T = TypeVar("T")


def add(customer_id: str, fields: Mapping[str, Any], *, default: bool, actor: Actor, remember: Remember[AddressRecord]) -> AddressRecord:
    """The new address; the first one is the default whatever was asked. Raises Conflict (409 `too_many_addresses`)."""
    address = Address(id=fresh.new_id("adr"), created_at=times.iso(clock.now()), **fields)

    def once() -> AddressRecord:
        book = _book(customer_id)
        if book.addresses >= MAX_ADDRESSES:
            raise Conflict(f"An address book holds {MAX_ADDRESSES} addresses.", code="too_many_addresses")
        is_default = default or book.default_address is None
        record = AddressRecord(
            pk=book.pk, sk=address_sk(address.id), kind="address", body=address_body(customer_id, address), is_default=is_default
        )
        pointer = [CustomerRecord.default_address.set(address.id)] if is_default else []
        counted = _book_update(book, [CustomerRecord.addresses.add(1), *pointer])
        displaced = _marks(book.pk, book.default_address, False) if is_default else []
        transact([counted, put_new(record), *displaced, _event(book.pk, AddressAdded(customer_id, address.id), actor), *remember(record)])
        return record

    return again(once)


def edit(
    customer_id: str,
    address_id: str,
    changes: Mapping[str, Any],
    *,
    default: bool | None,
    actor: Actor,
    expected: int | None,
    remember: Remember[AddressRecord],
) -> AddressRecord:
    """The address with the changes. Raises NotFound, VersionConflict, or Invalid for a default that would leave none."""

    def once() -> AddressRecord:
        record = _expected(customer_id, address_id, expected)
        if default is False and record.is_default:
            raise Invalid.field("/default", "default_needed", "Make another address the default instead.")
        address, fields = edited(address_in(record), changes)
        if set(changes) - {"label"}:
            address = _checked(address)
        becomes_default = bool(default) and not record.is_default
        if not fields and not becomes_default:
            transact(remember(record))
            return record
        before = int(record.version)
        after = AddressRecord(
            pk=record.pk, sk=record.sk, kind=record.kind, body=address_body(customer_id, address), version=before + 1,
            is_default=record.is_default or becomes_default,
        )  # fmt: skip
        writes: list[Write] = [locked_put(after, before)]
        if becomes_default:
            book = _book(customer_id)
            writes.append(_book_update(book, [CustomerRecord.default_address.set(address_id)]))
            writes += _marks(book.pk, book.default_address, False)
        changed = [*fields, "default"] if becomes_default else fields
        event = _event(record.pk, AddressEdited(customer_id, address_id, changed), actor)
        transact([*writes, event, *remember(after)])
        return after

    return again(once)


def remove(customer_id: str, address_id: str, *, actor: Actor, expected: int | None, remember: Sequence[Write]) -> None:
    """Forget the address; the newest of the others becomes the default if it was. Raises NotFound, VersionConflict."""

    def once() -> None:
        record = _expected(customer_id, address_id, expected)
        book = _book(customer_id)
        actions: list[Action] = [CustomerRecord.addresses.add(-1)]
        heirs: list[Write] = []
        if book.default_address == address_id:
            heir = _newest_but(customer_id, address_id)
            actions.append(CustomerRecord.default_address.set(heir) if heir else CustomerRecord.default_address.remove())
            heirs = _marks(book.pk, heir, True)
        gone = locked_delete(record, int(record.version))
        event = _event(book.pk, AddressRemoved(customer_id, address_id), actor)
        transact([gone, _book_update(book, actions), *heirs, event, *remember])

    again(once)


def _checked(address: Address) -> Address:
    """The changed address by the rules of its country. Raises Invalid (422). An old one is checked once more than its label changes."""
    own = {name: value for name, value in vars(address).items() if name in AddressIn.model_fields}
    return replace(address, **parse(names_of(own), AddressIn).model_dump())


def _book(customer_id: str) -> CustomerRecord:
    book = find_customer(customer_id)
    if book is None:
        raise NotFound("No such customer.")
    return book


def _expected(customer_id: str, address_id: str, expected: int | None) -> AddressRecord:
    record = address_of(customer_id, address_id)
    if expected is not None and expected != record.version:
        raise VersionConflict(int(record.version))
    return record


def _book_update(book: CustomerRecord, actions: Sequence[Action]) -> Update:
    """Provided the default is still what was read and no address came or went."""
    default = CustomerRecord.default_address
    same = (default == book.default_address) if book.default_address else default.does_not_exist()
    same &= CustomerRecord.addresses == int(book.addresses)
    return Update(CustomerRecord, book.pk, CUSTOMER_SK, actions, same, Overtaken())


def _marks(pk: str, address_id: str | None, is_default: bool) -> list[Write]:
    """Mark or unmark an address as the default; a new version, for its readers see the difference."""
    if address_id is None:
        return []
    actions = [AddressRecord.is_default.set(is_default), AddressRecord.version.add(1)]
    return [Update(AddressRecord, pk, address_sk(address_id), actions, AddressRecord.pk.exists(), Overtaken())]


def _newest_but(customer_id: str, address_id: str) -> str | None:
    newest = addresses_of(customer_id, limit=2, cursor=None, newest_first=True).data
    return next((address_in(r).id for r in newest if r.sk != address_sk(address_id)), None)


def _event(pk: str, payload: Payload, actor: Actor) -> Put:
    return event_put(CustomersTable, pk, payload, subject=pk.removeprefix(customer_pk("")), actor=actor)
