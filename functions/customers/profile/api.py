"""HTTP operations of a signed-in customer: their record and their address book."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from functions.customers.model.customer import Customer, Method
from functions.customers.profile import address_book, profile
from functions.customers.profile.customer_fields import own_changes
from functions.customers.profile.details import details_allowed
from functions.customers.profile.schemas import (
    AddressList,
    AddressNew,
    AddressPatch,
    AddressQuery,
    AddressView,
    MePatch,
    MeView,
    address_view,
    me_view,
)
from functions.customers.profile.verifying import note_verified
from functions.customers.store.records import AddressRecord, CustomerRecord, CustomersTable
from functions.customers.store.repository import address_of, addresses_of
from functions.customers.store.sealed_bodies import customer_of
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import Unauthenticated
from functions.shared.store.again import again

api = Api("customers")
_GONE = (404, "not_found")
_CHANGED = (409, "address_book_changed")
_BASE = "/v1/me/addresses"


def _own(req: Request[Any, Any]) -> CustomerRecord:
    return profile.own_record(req.caller.id, _token(req))


def _token(req: Request[Any, Any]) -> str:
    return req.headers["authorization"].partition(" ")[2].strip()


def _me(customer: Customer, version: int) -> Reply:
    return Reply(me_view(customer, version), etag=str(version))


def _address(record: AddressRecord, status: int = 200) -> Reply:
    return Reply(address_view(record), status, etag=str(int(record.version)))


@api.operation("GET", "/v1/me", summary="My own data", permission=SIGNED_IN, response=MeView)
def read_me(req: Request[NoBody, NoQuery]) -> Reply:
    record = _own(req)
    if customer_of(record).verified is None:
        # Of before it was kept what is proven: once. What is theirs is shown also when the provider says nothing of them any more.
        with suppress(Unauthenticated):
            record = note_verified(req.caller.id, _token(req), Method.ACCOUNT) or record
    return _me(customer_of(record), int(record.version))


@api.operation(
    "PATCH",
    "/v1/me",
    summary="Change my data",
    permission=SIGNED_IN,
    body=MePatch,
    response=MeView,
    idempotent=CustomersTable,
    errors=[(409, "consent_required"), (422, "unknown_field"), (422, "invalid_field")],
)
def edit_me(req: Request[MePatch, NoQuery]) -> Reply:
    """`birth_date` and `gender` are kept while you agree to `profile_details` (`PUT /v1/me/consents`), and no longer."""
    changes = own_changes(req.body.model_dump(mode="json", exclude_unset=True))
    remember = req.remembering(_me)

    def attempt() -> tuple[Customer, int]:
        own, depends = _own(req), details_allowed(req.caller.id, changes)
        return profile.edit(own, changes, actor=req.caller.actor, expected=req.if_match(), remember=remember, depends=depends)

    return _me(*again(attempt))


@api.operation("GET", _BASE, summary="My addresses", permission=SIGNED_IN, query=AddressQuery, response=AddressList)
def list_addresses(req: Request[NoBody, AddressQuery]) -> AddressList:
    page = addresses_of(req.caller.id, limit=req.query.limit, cursor=req.query.cursor)
    return AddressList.model_construct(data=[address_view(record) for record in page.data], next_cursor=page.next_cursor)


@api.operation(
    "POST",
    _BASE,
    summary="Add an address",
    permission=SIGNED_IN,
    status=201,
    body=AddressNew,
    response=AddressView,
    idempotent=CustomersTable,
    errors=[(409, "too_many_addresses"), _CHANGED],
)
def add_address(req: Request[AddressNew, NoQuery]) -> Reply:
    _own(req)
    fields = req.body.model_dump(mode="json", exclude={"default"})
    record = address_book.add(
        req.caller.id, fields, default=req.body.default, actor=req.caller.actor, remember=req.remembering(lambda made: _address(made, 201))
    )
    return _address(record, 201)


@api.operation("GET", _BASE + "/{id}", summary="An address", permission=SIGNED_IN, response=AddressView, errors=[_GONE])
def read_address(req: Request[NoBody, NoQuery]) -> Reply:
    return _address(address_of(req.caller.id, req.path["id"]))


@api.operation(
    "PATCH",
    _BASE + "/{id}",
    summary="Change an address",
    permission=SIGNED_IN,
    body=AddressPatch,
    response=AddressView,
    idempotent=CustomersTable,
    errors=[_GONE, _CHANGED, (422, "default_needed")],
)
def edit_address(req: Request[AddressPatch, NoQuery]) -> Reply:
    """Orders that were placed keep the address as it was."""
    changes = req.body.model_dump(mode="json", exclude_unset=True, exclude={"default"})
    record = address_book.edit(
        req.caller.id, req.path["id"], changes, default=req.body.default, actor=req.caller.actor, expected=req.if_match(),
        remember=req.remembering(_address),
    )  # fmt: skip
    return _address(record)


@api.operation(
    "DELETE",
    _BASE + "/{id}",
    summary="Remove an address",
    permission=SIGNED_IN,
    status=204,
    idempotent=CustomersTable,
    errors=[_GONE, _CHANGED],
)
def remove_address(req: Request[NoBody, NoQuery]) -> Reply:
    reply = Reply(status=204)
    address_book.remove(
        req.caller.id, req.path["id"], actor=req.caller.actor, expected=req.if_match(), remember=req.remember(reply)
    )  # fmt: skip
    return reply
