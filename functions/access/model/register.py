"""What is said of a person, and of all who work here together, pure."""

from __future__ import annotations

import json
from dataclasses import field

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Grants:
    """What a person's standing says. `merchants`, `warehouses` None: all. `shared/auth/standing.py` reads it as it is written here."""

    roles: tuple[str, ...] = ()
    merchants: tuple[str, ...] | None = None
    warehouses: tuple[str, ...] | None = None
    suspended: bool = False

    def text(self) -> str:
        return json.dumps(vars(self))


def grants_of(text: str) -> Grants:
    said = json.loads(text)
    scope = {name: None if said[name] is None else tuple(said[name]) for name in ("merchants", "warehouses")}
    return Grants(tuple(said["roles"]), suspended=said["suspended"], **scope)


@dataclass(frozen=True)
class Profile:
    """Who a member of staff is. Customers who work here have this beside their customer's record, and either can change alone."""

    email: str
    name: str = ""
    language: str | None = None
    since: str = ""


@dataclass(frozen=True)
class Role:
    """One of the shop's own."""

    permissions: tuple[str, ...]
    version: int = 1


@dataclass(frozen=True)
class Register:
    """All who work here by their id, and the shop's own roles by name, in one item: every change of either is a change of it, so changes
    come one after the other, and each can be judged by what it leaves."""

    people: dict[str, Grants] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    def with_person(self, person: str, grants: Grants | None) -> Register:
        """None: they work here no more."""
        others = {known: grants for known, grants in self.people.items() if known != person}
        return Register(others | ({person: grants} if grants is not None else {}), self.roles)

    def with_role(self, name: str, role: Role | None) -> Register:
        others = {known: role for known, role in self.roles.items() if known != name}
        return Register(self.people, others | ({name: role} if role is not None else {}))
