"""HTTP operations of roles and the list of permissions, for staff.

A role is the whole shop's: who acts for some merchants or warehouses only gives roles, and changes none.
"""

from __future__ import annotations

from functions.access.model.register import Role
from functions.access.roles import manage_roles
from functions.access.roles.schemas import PermissionList, PermissionOut, RoleEdit, RoleIn, RoleList, RoleOut
from functions.access.store.records import AccessTable
from functions.access.store.registers import known_register
from functions.shared.auth.roles import PERMISSIONS, ROLES
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

role_api = Api("staff")
_READ, _WRITE = "staff.read", "staff.write"
_BASE, _ONE = "/v1/admin/roles", "/v1/admin/roles/{name}"
_MISSING, _MORE = (404, "not_found"), (403, "more_than_own")
_BUILT_IN, _LAST = (409, "built_in_role"), (409, "last_owner")


class RoleGone(Schema):
    status: str = "removed"


def _reply(name: str, role: Role, people: int, status: int = 200) -> Reply:
    return Reply(RoleOut.of(name, role, people), status, etag=str(role.version))


def _created(name: str, role: Role, people: int) -> Reply:
    return _reply(name, role, people, 201)


def _gone() -> Reply:
    return Reply(RoleGone())


@role_api.operation("GET", "/v1/admin/permissions", summary="All permissions", permission=_READ, response=PermissionList)
def list_permissions(_req: Request[NoBody, NoQuery]) -> PermissionList:
    """What roles are made of, by area."""
    return PermissionList(data=[PermissionOut(id=name, area=name.partition(".")[0]) for name in sorted(PERMISSIONS)])


@role_api.operation("GET", _BASE, summary="All roles", permission=_READ, response=RoleList)
def list_roles(_req: Request[NoBody, NoQuery]) -> RoleList:
    """The built-in ones first."""
    register = known_register().register
    names = [*ROLES, *sorted(register.roles)]
    return RoleList(data=[RoleOut.of(name, manage_roles.role_of(register, name), manage_roles.holders(register, name)) for name in names])


@role_api.operation("GET", _ONE, summary="A role", permission=_READ, response=RoleOut, errors=[_MISSING])
def read_role(req: Request[NoBody, NoQuery]) -> Reply:
    register, name = known_register().register, req.path["name"]
    return _reply(name, manage_roles.role_of(register, name), manage_roles.holders(register, name))


@role_api.operation(
    "POST",
    _BASE,
    summary="Make a role",
    permission=_WRITE,
    status=201,
    body=RoleIn,
    response=RoleOut,
    idempotent=AccessTable,
    scope=WHOLE_SHOP,
    errors=[_MISSING, _MORE, (409, "role_exists"), (409, "too_many_roles")],
    example={"name": "packers", "permissions": ["orders.read", "shipments.write"]},
)
def create_role(req: Request[RoleIn, NoQuery]) -> Reply:
    """Nobody gives more than they hold. `copy_of` takes what a role gives now; a later change of that one changes nothing here."""
    body = req.body
    role = manage_roles.create_role(body.name, body.permissions, body.copy_of, caller=req.caller, remember=req.remembering(_created))
    return _created(body.name, role, 0)


@role_api.operation(
    "PUT",
    _ONE,
    summary="Change what a role gives",
    permission=_WRITE,
    body=RoleEdit,
    response=RoleOut,
    idempotent=AccessTable,
    scope=WHOLE_SHOP,
    errors=[_MISSING, _MORE, _BUILT_IN, _LAST],
)
def change_role(req: Request[RoleEdit, NoQuery]) -> Reply:
    """For all who have it, within a minute. Refused (409 `last_owner`) where it would leave nobody who can manage staff."""
    name, wanted = req.path["name"], req.body.permissions
    role, people = manage_roles.change_role(name, wanted, expected=req.if_match(), caller=req.caller, remember=req.remembering(_reply))
    return _reply(name, role, people)


@role_api.operation(
    "DELETE",
    _ONE,
    summary="Remove a role",
    permission=_WRITE,
    response=RoleGone,
    idempotent=AccessTable,
    scope=WHOLE_SHOP,
    errors=[_MISSING, _MORE, _BUILT_IN, (409, "role_in_use")],
)
def remove_role(req: Request[NoBody, NoQuery]) -> Reply:
    """Only one that nobody has."""
    manage_roles.remove_role(req.path["name"], caller=req.caller, remember=req.remembering(_gone))
    return _gone()
