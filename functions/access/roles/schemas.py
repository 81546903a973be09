"""What callers of roles send and get."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from functions.access.model.register import Role
from functions.shared.auth.roles import PERMISSIONS, ROLES
from functions.shared.http.validation import Schema

RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$"), Field(examples=["packers"])]


def _known(permission: str) -> str:
    if permission not in PERMISSIONS:
        raise ValueError("there is no such permission")
    return permission


Permission = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": sorted(PERMISSIONS)})]
_Permissions = Annotated[list[Permission], Field(max_length=len(PERMISSIONS), examples=[["orders.read", "shipments.write"]])]


class RoleIn(Schema):
    """`permissions`, or those of another role as it is now (`copy_of`), or both together."""

    name: RoleName
    permissions: _Permissions = Field(default_factory=list)
    copy_of: RoleName | None = Field(None, examples=["warehouse"])

    @model_validator(mode="after")
    def _gives_something(self) -> RoleIn:
        if not self.permissions and self.copy_of is None:
            raise ValueError("a role gives at least one permission")
        return self


class RoleEdit(Schema):
    """In place of those before."""

    permissions: Annotated[_Permissions, Field(min_length=1)]


class RoleOut(Schema):
    """`people`: how many have it; of built-in ones, those with a standing."""

    id: str
    name: str
    built_in: bool
    permissions: list[str]
    people: int
    version: int

    @classmethod
    def of(cls, name: str, role: Role, people: int) -> RoleOut:
        built_in = name in ROLES
        return cls(id=name, name=name, built_in=built_in, permissions=sorted(role.permissions), people=people, version=role.version)


class RoleList(Schema):
    data: list[RoleOut]
    next_cursor: str | None = None


class PermissionOut(Schema):
    id: str
    area: str


class PermissionList(Schema):
    data: list[PermissionOut]
    next_cursor: str | None = None
