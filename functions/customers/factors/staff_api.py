"""Second factors of who works here and of customers, for staff."""

from __future__ import annotations

from functions.customers.factors.reset import reset_customer_factor, reset_factor
from functions.customers.store.records import CustomersTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.store.versions import keep_answer

staff_factors_api = Api("staff")


class FactorReset(Schema):
    status: str = "reset"


@staff_factors_api.operation(
    "POST",
    "/v1/admin/staff/{id}/reset_factor",
    summary="Take away somebody's second factor",
    permission="staff.write",
    response=FactorReset,
    idempotent=CustomersTable,
    errors=[(404, "not_found"), (403, "more_than_own"), (403, "own_factor"), (409, "no_factor")],
)
def reset(req: Request[NoBody, NoQuery]) -> Reply:
    """For who lost it, with their recovery codes. Their sessions end within a minute; never one's own."""
    answer = Reply(FactorReset())
    reset_factor(req.path["id"], caller=req.caller)
    keep_answer(req.remember(answer))
    return answer


@staff_factors_api.operation(
    "POST",
    "/v1/admin/customers/{id}/reset_factor",
    summary="Take away a customer's second factor",
    permission="customers.factors",
    response=FactorReset,
    idempotent=CustomersTable,
    errors=[(404, "not_found"), (409, "works_here"), (409, "no_factor")],
)
def reset_of_customer(req: Request[NoBody, NoQuery]) -> Reply:
    """For who lost it, with their recovery codes, once you know who they are. Their sessions end within a minute; they are written to."""
    answer = Reply(FactorReset())
    reset_customer_factor(req.path["id"], actor=req.caller.actor)
    keep_answer(req.remember(answer))
    return answer
