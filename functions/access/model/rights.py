"""Who may give what to whom, and who must be left, pure."""

from __future__ import annotations

from collections.abc import Iterable

from functions.access.model.register import Grants, Register
from functions.shared.auth.roles import ROLES, permissions_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Forbidden, Invalid

MANAGES_STAFF = "staff.write"
MOST_PEOPLE, MOST_ROLES, MOST_EACH, MOST_PLACES = 1_000, 50, 10, 100


@dataclass(frozen=True)
class Rights:
    """What somebody may do, and for whom: None is all."""

    permissions: frozenset[str]
    merchants: frozenset[str] | None = None
    warehouses: frozenset[str] | None = None

    def cover(self, other: Rights) -> bool:
        return (
            other.permissions <= self.permissions
            and _covers(self.merchants, other.merchants)
            and _covers(self.warehouses, other.warehouses)
        )


def _covers(own: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    return own is None or (other is not None and other <= own)


def permissions_in(register: Register, roles: Iterable[str]) -> frozenset[str]:
    """Of built-in roles and the shop's own; a name that is neither gives nothing."""
    names = frozenset(roles)
    own = [register.roles[name].permissions for name in names - ROLES.keys() if name in register.roles]
    return permissions_of(names.intersection(ROLES)).union(*own)


def rights_in(register: Register, grants: Grants) -> Rights:
    limits = (None if limit is None else frozenset(limit) for limit in (grants.merchants, grants.warehouses))
    return Rights(permissions_in(register, grants.roles), *limits)


def managers(register: Register) -> frozenset[str]:
    """Who can bring people in and change what they may do, without a limit: a shop without one could not be mended from inside."""
    return frozenset(
        person
        for person, grants in register.people.items()
        if not grants.suspended
        and grants.merchants is None
        and grants.warehouses is None
        and MANAGES_STAFF in permissions_in(register, grants.roles)
    )


def check_left(before: Register, after: Register) -> None:
    """Raises Conflict (409 `last_owner`). A stage whose owners are known by the groups of the pool only has none to lose here."""
    if managers(before) and not managers(after):
        raise Conflict("Nobody would be left who can manage staff. Give somebody else that right first.", code="last_owner")


def check_within(own: Rights, *others: Rights) -> None:
    """Nobody gives, changes or takes more than they hold. Raises Forbidden (403 `more_than_own`)."""
    for other in others:
        if not own.cover(other):
            more = sorted(other.permissions - own.permissions)
            raise Forbidden("That is more than you hold yourself.", code="more_than_own", permissions=more)


def check_known(register: Register, roles: Iterable[str]) -> None:
    """Raises Invalid (422 `unknown_role`)."""
    for place, name in enumerate(roles):
        if name not in ROLES and name not in register.roles:
            raise Invalid.field(f"/roles/{place}", "unknown_role", f"There is no role {name!r}.")
