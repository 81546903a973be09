"""A customer as a whole over HTTP, for staff."""

from __future__ import annotations

from functions.customers.overview.customer_overview import customer_overview
from functions.customers.overview.schemas import CustomerOverview, OverviewQuery
from functions.customers.profile.unmasked import note_read
from functions.customers.store.repository import find_customer
from functions.customers.store.sealed_bodies import customer_of
from functions.shared.http.operation import Api, NoBody, Request
from functions.shared.plain.errors import NotFound

overview_api = Api("customers")


@overview_api.operation(
    "GET", "/v1/admin/customers/{id}/overview", summary="A customer as a whole", permission="customers.read", query=OverviewQuery,
    response=CustomerOverview, errors=[(404, "not_found"), (403, "forbidden")],
)  # fmt: skip
def read_overview(req: Request[NoBody, OverviewQuery]) -> CustomerOverview:
    """Profile, addresses, orders, refunds, cases, messages, notes, consents, cards and their value, each as far as the reader may."""
    unmask = req.query.unmask
    if unmask:
        req.caller.require("customers.unmask")
    record = find_customer(req.path["id"])
    if record is None:
        raise NotFound("There is no such customer.")
    customer = customer_of(record)
    if unmask:
        note_read(customer.id, ("email", "name", "phone", "addresses"), actor=req.caller.actor)
    return customer_overview(customer, int(record.version), caller=req.caller, limit=req.query.limit, masked=not unmask)
