"""What callers of staff and invitations send and get."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.access.model.invitation import Invitation
from functions.access.model.register import Grants, Register
from functions.access.model.rights import MOST_EACH, MOST_PLACES, permissions_in
from functions.access.roles.schemas import RoleName
from functions.access.store.people import Invited, Person
from functions.shared.contact.fields import Email, OptionalName
from functions.shared.http.validation import Language, Schema

_Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]
_Roles = Annotated[list[RoleName], Field(min_length=1, max_length=MOST_EACH, examples=[["support"]])]
_Places = Annotated[list[_Id], Field(max_length=MOST_PLACES)]
_Merchants = Annotated[_Places | None, Field(description="Whose they act for; null: for all.", examples=[None])]
_Warehouses = Annotated[_Places | None, Field(description="Where they act; null: everywhere.", examples=[None])]
_Password = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=256)]
_Token = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$"), Field(repr=False)]


def _sorted(limit: list[str] | None) -> tuple[str, ...] | None:
    return None if limit is None else tuple(sorted(set(limit)))


class Status(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    INVITED = "invited"


class StaffIn(Schema):
    email: Email
    name: OptionalName = ""
    language: Language | None = None
    roles: _Roles
    merchants: _Merchants = None
    warehouses: _Warehouses = None

    def grants(self) -> Grants:
        return Grants(tuple(sorted(set(self.roles))), _sorted(self.merchants), _sorted(self.warehouses))


class StaffPatch(Schema):
    """Only what is sent changes, each as a whole."""

    name: OptionalName = ""
    language: Language | None = None
    roles: _Roles = Field(default_factory=list)
    merchants: _Merchants = None
    warehouses: _Warehouses = None


class StaffQuery(Schema):
    q: Annotated[str, StringConstraints(max_length=100)] = Field("", description="A part of the name or of the address.")
    role: RoleName | None = None
    status: Status | None = None


class StaffOut(Schema):
    """`id` is a person's, or the invitation's where `status` is `invited`; `permissions` are those of the roles together."""

    id: str
    status: Status
    email: str
    name: str
    language: str | None
    roles: list[str]
    permissions: list[str]
    merchants: list[str] | None
    warehouses: list[str] | None
    since: str = Field(description="When they joined, or when the invitation was sent.")
    expires_at: str | None = Field(description="Of an invitation.")
    version: int


class StaffList(Schema):
    data: list[StaffOut]
    next_cursor: str | None = None


class StaffGone(Schema):
    status: str = "removed"


class AcceptIn(Schema):
    """`token`: what stands behind `#` in the mailed link. `password`: for an account that the address does not have yet."""

    token: _Token = Field(examples=["ivt_01JN000000000000000000000A.0f"])
    password: _Password | None = Field(None, repr=False, examples=["Correct7horse"], json_schema_extra={"format": "password"})
    name: OptionalName = ""


class Accepted(Schema):
    """Nobody is signed in by it: sign in with the address and the account's password."""

    status: str = "accepted"
    login: str


def shown(one: Person | Invited, register: Register) -> StaffOut:
    if isinstance(one, Invited):
        return _of_invitation(one.invitation, one.version, register)
    status = Status.SUSPENDED if one.grants.suspended else Status.ACTIVE
    profile = one.profile
    return _out(one.id, status, one.grants, register, profile.email, profile.name, profile.language, profile.since, None, one.version)


def _of_invitation(one: Invitation, version: int, register: Register) -> StaffOut:
    return _out(one.id, Status.INVITED, one.grants, register, one.email, one.name, one.language, one.sent_at, one.expires_at, version)


def _out(
    id_: str, status: Status, grants: Grants, register: Register, email: str, name: str, language: str | None, since: str,
    expires_at: str | None, version: int,
) -> StaffOut:  # fmt: skip
    return StaffOut(
        id=id_,
        status=status,
        email=email,
        name=name,
        language=language,
        roles=list(grants.roles),
        permissions=sorted(permissions_in(register, grants.roles)),
        merchants=None if grants.merchants is None else list(grants.merchants),
        warehouses=None if grants.warehouses is None else list(grants.warehouses),
        since=since,
        expires_at=expires_at,
        version=version,
    )
