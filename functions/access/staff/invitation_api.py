"""Accepting an invitation over HTTP: whoever has the mailed link, signed in or not."""

from __future__ import annotations

from functions.access.staff.accept import accept
from functions.access.staff.schemas import Accepted, AcceptIn
from functions.shared.http.operation import Api, NoQuery, Reply, Request

invitation_api = Api("auth")


@invitation_api.operation(
    "POST",
    "/v1/auth/accept_invitation",
    summary="Accept an invitation to the staff",
    body=AcceptIn,
    response=Accepted,
    errors=[
        (409, "already_staff"),
        (409, "invitation_void"),
        (409, "too_many_staff"),
        (422, "invalid_invitation"),
        (422, "password_required"),
        (422, "weak_password"),
        (429, "too_many_attempts"),
    ],
)
def accept_invitation(req: Request[AcceptIn, NoQuery]) -> Reply:
    """Once, within three days, for the account of the address. It answers no tokens: signing in asks for what it always asks."""
    done = accept(req.body.token, req.body.password, req.body.name)
    return Reply(Accepted(login=done.email), headers={"Cache-Control": "no-store"})
