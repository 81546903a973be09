"""Customers over HTTP, for staff: what integrations and staff keep on them. Who they are is masked, unless it is asked for: that takes a
permission of its own and leaves an event."""

from __future__ import annotations

from pydantic import Field

from functions.customers.model.customer import Customer
from functions.customers.profile import profile
from functions.customers.profile.customer_fields import staff_changes
from functions.customers.profile.schemas import VerifiedView
from functions.customers.profile.unmasked import note_read
from functions.customers.store.records import CustomerRecord, CustomersTable
from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_of
from functions.shared.contact.masking import masked_email, masked_name, masked_phone
from functions.shared.fields.custom_fields import FieldsIn, FieldsOut
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Metadata, Schema
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again

admin_api = Api("customers")
_MISSING = (404, "not_found")


class CustomerOut(Schema):
    id: str
    version: int
    email: str | None
    name: str
    phone: str | None
    language: str
    registered_at: str
    metadata: dict[str, str]
    private_metadata: dict[str, str]
    custom_fields: FieldsOut
    masked: bool = Field(description="Whether email, name and phone are shown in part only.")
    phone_verified: bool = Field(default=False, description="Whether `phone` is proven to be theirs.")
    verified: list[VerifiedView] = Field(default=[], description="What they sign in by, and is proven to be theirs.")

    @classmethod
    def of(cls, customer: Customer, version: int, *, masked: bool = True) -> CustomerOut:
        shown = {name: value for name, value in vars(customer).items() if name in cls.model_fields}
        shown |= {"phone_verified": customer.has_proven("phone"), "verified": VerifiedView.all_of(customer)}
        if masked:
            shown |= {
                "email": customer.email and masked_email(customer.email),
                "phone": customer.phone and masked_phone(customer.phone),
                "name": masked_name(customer.name),
            }
        return cls(version=version, custom_fields=customer.fields | customer.private_fields, masked=masked, **shown)


class CustomerQuery(Schema):
    unmask: bool = Field(False, description="Show who they are. Needs `customers.unmask`, and is written down.")


class CustomerPatch(Schema):
    """Only what is sent changes, each as a whole."""

    metadata: Metadata = Field(default_factory=dict, description="Public: the customer sees it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")
    custom_fields: FieldsIn = Field(default_factory=dict)


def _record(customer_id: str) -> CustomerRecord:
    record = find_customer(customer_id)
    if record is None:
        raise NotFound("There is no such customer.")
    return record


def _reply(customer: Customer, version: int) -> Reply:
    return Reply(CustomerOut.of(customer, version), etag=str(version))


@admin_api.operation(
    "GET", "/v1/admin/customers/{id}", summary="A customer", permission="customers.read", query=CustomerQuery, response=CustomerOut,
    errors=[_MISSING, (403, "forbidden")],
)  # fmt: skip
def read_customer(req: Request[NoBody, CustomerQuery]) -> Reply:
    """Names, addresses and numbers are masked, unless `unmask` is asked for."""
    if req.query.unmask:
        req.caller.require("customers.unmask")
    record = _record(req.path["id"])
    customer = customer_of(record)
    if req.query.unmask:
        note_read(customer.id, ("email", "name", "phone"), actor=req.caller.actor)
    return Reply(CustomerOut.of(customer, int(record.version), masked=not req.query.unmask), etag=str(int(record.version)))


@admin_api.operation(
    "PATCH",
    "/v1/admin/customers/{id}",
    summary="Keep notes on a customer",
    permission="customers.write",
    body=CustomerPatch,
    response=CustomerOut,
    idempotent=CustomersTable,
    errors=[_MISSING, (409, "version_conflict"), (422, "unknown_field"), (422, "invalid_field")],
    headers=("If-Match",),
)
def patch_customer(req: Request[CustomerPatch, NoQuery]) -> Reply:
    """Metadata and custom fields; name and addresses are the customer's own."""
    changes = staff_changes(req.body.sent_fields())
    remember = req.remembering(_reply)

    def attempt() -> tuple[Customer, int]:
        return profile.edit(_record(req.path["id"]), changes, actor=req.caller.actor, expected=req.if_match(), remember=remember)

    return _reply(*again(attempt))
