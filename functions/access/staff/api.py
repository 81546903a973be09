"""HTTP operations of the staff, for staff."""

from __future__ import annotations

from functions.access.model.invitation import Invitation
from functions.access.staff import edit_people, invite
from functions.access.staff.list_people import list_people, read_person
from functions.access.staff.schemas import StaffGone, StaffIn, StaffList, StaffOut, StaffPatch, StaffQuery, shown
from functions.access.store.people import Invited, Person
from functions.access.store.records import AccessTable
from functions.access.store.registers import known_register
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain import ids
from functions.shared.plain.settings import settings

staff_api = Api("staff")
_READ, _WRITE = "staff.read", "staff.write"
_BASE, _ONE = "/v1/admin/staff", "/v1/admin/staff/{id}"
_MISSING, _MORE, _LAST = (404, "not_found"), (403, "more_than_own"), (409, "last_owner")
_UNKNOWN, _STEP = (422, "unknown_role"), (409, "illegal_transition")


def _person(person: Person) -> Reply:
    return Reply(shown(person, known_register().register), etag=str(person.version))


def _invited(invitation: Invitation, version: int) -> Reply:
    return Reply(shown(Invited(invitation, version), known_register().register), etag=str(version))


def _made(invitation: Invitation, version: int) -> Reply:
    return Reply(shown(Invited(invitation, version), known_register().register), 201, etag=str(version))


def _gone() -> Reply:
    return Reply(StaffGone())


@staff_api.operation("GET", _BASE, summary="Who works here", permission=_READ, query=StaffQuery, response=StaffList)
def list_staff(req: Request[NoBody, StaffQuery]) -> StaffList:
    """With open invitations. Who was invited is nobody yet, whatever their roles."""
    return StaffList(data=list_people(req.query))


@staff_api.operation("GET", _ONE, summary="Somebody of the staff", permission=_READ, response=StaffOut, errors=[_MISSING])
def read_staff(req: Request[NoBody, NoQuery]) -> Reply:
    found = read_person(req.path["id"])
    return Reply(found, etag=str(found.version))


@staff_api.operation(
    "POST",
    _BASE,
    summary="Invite somebody",
    permission=_WRITE,
    status=201,
    body=StaffIn,
    response=StaffOut,
    idempotent=AccessTable,
    errors=[_MORE, _UNKNOWN, (409, "already_staff"), (409, "already_invited"), (409, "too_many_staff")],
)
def invite_staff(req: Request[StaffIn, NoQuery]) -> Reply:
    """A mail with a link goes to the address: for this address, for three days, for one use. Nobody gives more than they hold."""
    body, language = req.body, req.body.language or settings().default_language
    made = invite.invite(body.email, body.grants(), name=body.name, language=language, caller=req.caller, remember=req.remembering(_made))
    return _made(made.invitation, made.version)


@staff_api.operation(
    "POST",
    f"{_ONE}/resend",
    summary="Send an invitation again",
    permission=_WRITE,
    response=StaffOut,
    idempotent=AccessTable,
    errors=[_MISSING, _MORE, _STEP],
)
def resend_invitation(req: Request[NoBody, NoQuery]) -> Reply:
    """With a new link for another three days; the one of before opens nothing."""
    sent = invite.resend(req.path["id"], caller=req.caller, remember=req.remembering(_invited))
    return _invited(sent.invitation, sent.version)


@staff_api.operation(
    "PATCH",
    _ONE,
    summary="Change what somebody may do",
    permission=_WRITE,
    body=StaffPatch,
    response=StaffOut,
    idempotent=AccessTable,
    errors=[_MISSING, _MORE, _UNKNOWN, _LAST],
)
def edit_staff(req: Request[StaffPatch, NoQuery]) -> Reply:
    """Within a minute, without a new sign-in. Nobody changes who holds more than they do."""
    changes = req.body.sent_fields()
    return _person(
        edit_people.edit_person(req.path["id"], changes, expected=req.if_match(), caller=req.caller, remember=req.remembering(_person))
    )


@staff_api.operation(
    "POST",
    f"{_ONE}/suspend",
    summary="Suspend somebody",
    permission=_WRITE,
    response=StaffOut,
    idempotent=AccessTable,
    errors=[_MISSING, _MORE, _LAST],
)
def suspend_staff(req: Request[NoBody, NoQuery]) -> Reply:
    """Within a minute whatever they send is 401 `suspended`, and what they made for machines stops with them. Again: the same answer."""
    return _person(edit_people.suspend(req.path["id"], expected=req.if_match(), caller=req.caller, remember=req.remembering(_person)))


@staff_api.operation(
    "POST",
    f"{_ONE}/reinstate",
    summary="Reinstate somebody",
    permission=_WRITE,
    response=StaffOut,
    idempotent=AccessTable,
    errors=[_MISSING, _MORE],
)
def reinstate_staff(req: Request[NoBody, NoQuery]) -> Reply:
    return _person(edit_people.reinstate(req.path["id"], expected=req.if_match(), caller=req.caller, remember=req.remembering(_person)))


@staff_api.operation(
    "DELETE",
    _ONE,
    summary="Take somebody off the staff, or an invitation back",
    permission=_WRITE,
    response=StaffGone,
    idempotent=AccessTable,
    errors=[_MISSING, _MORE, _LAST, _STEP],
)
def remove_staff(req: Request[NoBody, NoQuery]) -> Reply:
    """They keep their account, as a customer."""
    person, remember = req.path["id"], req.remembering(_gone)
    if ids.is_id("ivt", person):
        invite.withdraw(person, caller=req.caller, remember=remember)
    else:
        edit_people.remove(person, expected=req.if_match(), caller=req.caller, remember=remember)
    return _gone()
