"""Which variants somebody gets."""

from __future__ import annotations

from functions.privacy import Purpose, consents_of
from functions.reports.experiments.assign import assigned, running
from functions.reports.experiments.schemas import Assignment, AssignmentIn, Assignments
from functions.shared.auth.caller import CUSTOMER_KIND
from functions.shared.http.operation import Api, NoQuery, Request

experiments_api = Api("reports")


@experiments_api.operation("POST", "/v1/experiments", summary="Which variants a visitor gets", body=AssignmentIn, response=Assignments)
def post_assignments(req: Request[AssignmentIn, NoQuery]) -> Assignments:
    """Of each experiment that runs, always the same. Who did not agree to analytics gets the control, and nothing is kept of them."""
    customer_id = req.caller.id if req.caller.kind == CUSTOMER_KIND else ""
    if not req.body.consent or (customer_id and _said_no(customer_id)):
        return Assignments(data=[Assignment(id=one.id, key=one.key, variant=one.control, counted=False) for one in running()])
    given = assigned(req.body.visitor, customer_id)
    return Assignments(data=[Assignment(id=one.id, key=one.key, variant=variant, counted=True) for one, variant in given])


def _said_no(customer_id: str) -> bool:
    return [one.given for one in consents_of(customer_id) if one.purpose is Purpose.ANALYTICS] == [False]
