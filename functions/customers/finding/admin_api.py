"""Customers over HTTP, for staff: the list."""

from __future__ import annotations

from functions.customers.finding.find_customers import find_customers, in_clear
from functions.customers.finding.schemas import CustomersQuery, FoundCustomerOut, FoundCustomers
from functions.shared.http.operation import Api, NoBody, Request

list_api = Api("customers")


@list_api.operation(
    "GET", "/v1/admin/customers", summary="Customers", permission="customers.read", query=CustomersQuery, response=FoundCustomers,
    errors=[(403, "forbidden")],
)  # fmt: skip
def list_customers(req: Request[NoBody, CustomersQuery]) -> FoundCustomers:
    """By e-mail address, telephone number or name, and by what they did. Somebody new stands here some seconds later."""
    asked = req.query
    if asked.unmask:
        req.caller.require("customers.unmask")
    page = find_customers(asked.clauses(), asked.start, asked.end, limit=asked.limit, cursor=asked.cursor)
    if not asked.unmask:
        return FoundCustomers(data=[FoundCustomerOut.of(row, None) for row in page.data], next_cursor=page.next_cursor)
    people = in_clear(page.data, actor=req.caller.actor)
    rows = [FoundCustomerOut.of(row, people[row.id]) for row in page.data if row.id in people]
    return FoundCustomers(data=rows, next_cursor=page.next_cursor)
