"""Sessions and API keys of a scope are ended: of everyone, all staff, one role, one merchant's people, or persons by their ids.

Again with the same `before` ends nothing that was ended: who signed in since stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from functions.access.keys.manage_keys import revoke
from functions.access.model.api_key import ApiKey
from functions.access.model.register import Grants, Register
from functions.access.store.api_keys import keys_page
from functions.access.store.lines import draw_line
from functions.access.store.registers import known_register
from functions.access.store.sessions import draw_for_persons
from functions.shared.auth.caller import Caller
from functions.shared.auth.key_shape import SECRET
from functions.shared.auth.lines import EVERYONE, ROLE, STAFF_LINE
from functions.shared.auth.roles import ROLES
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.outside.pauses import until_second
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.ids import is_id
from functions.shared.store.transactions import Remember
from functions.shared.store.versions import keep_answer

PERSONS = "persons"
_PAGE = 100
_KEYS_OF = frozenset({EVERYONE, STAFF_LINE})


@dataclass(frozen=True)
class BreachScope:
    """`names`: the role, the merchant, or the persons; none of everyone and of staff."""

    kind: str
    names: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises Invalid (422 `unknown_role`, `unknown_person`): a slip in its name would end nothing, and nobody would know."""
        if self.kind == ROLE and self.names[0] not in ROLES and self.names[0] not in known_register().register.roles:
            raise Invalid.field("/scope/role", "unknown_role", f"There is no role {self.names[0]!r}.")
        if self.kind == PERSONS and not all(is_id("cus", name) for name in self.names):
            raise Invalid.field("/scope/persons", "unknown_person", "A person is named by their id (cus_…).")

    def has(self, person: str, people: Mapping[str, Grants]) -> bool:
        """Of somebody of staff (or their key)."""
        if self.kind in _KEYS_OF:
            return True
        if self.kind == PERSONS:
            return person in self.names
        grants = people.get(person)
        if grants is None:
            return False
        held = grants.roles if self.kind == ROLE else grants.merchants or ()
        return not set(self.names).isdisjoint(held)


@dataclass(frozen=True)
class Closed:
    """`before`: sign-ins before this second are over (0: no sessions were to be ended). `staff`: who of them works here. `keys`: those
    revoked, or that would be. `is_own`: the caller is one of them."""

    before: int
    staff: list[str]
    keys: list[ApiKey]
    is_own: bool


def close(
    scope: BreachScope, *, sessions: bool, keys: bool, before: int | None, dry_run: bool, caller: Caller, remember: Remember[Closed]
) -> Closed:
    """`before` None: now. A dry run writes nothing. Raises as the checks do."""
    scope.check()
    check_moment(before)
    register = known_register().register
    line = (int(clock.of_tokens()) + 1 if before is None else before) if sessions else 0
    theirs = list(_keys_of(scope, register)) if keys else []
    if not dry_run:
        if sessions:
            _draw(scope, line)
        for key in theirs:
            revoke(key.id, caller, remember=[])
        fact("breach.closed", scope=scope.kind, before=line, keys=len(theirs))
        # Tokens know whole seconds: who signs in after this returned is in.
        if sessions and before is None:
            until_second(line)
    staff = sorted(person for person in register.people if scope.has(person, register.people))
    closed = Closed(line, staff, theirs, scope.has(caller.id, register.people))
    keep_answer(remember(closed))
    return closed


def check_moment(before: int | None) -> None:
    """Raises Invalid (422 `in_future`): until then nobody could sign in."""
    if before is not None and before > clock.of_tokens():
        raise Invalid.field("/before", "in_future", "It lies in the future; leave it out for now.")


def _draw(scope: BreachScope, line: int) -> None:
    if scope.kind == PERSONS:
        draw_for_persons(scope.names, line)
    else:
        draw_line(scope.kind, scope.names[0] if scope.names else "", line)


def _keys_of(scope: BreachScope, register: Register) -> Iterator[ApiKey]:
    """Secret ones that are not revoked: a publishable one is everybody's who has the app, and opens nothing."""
    cursor: str | None = None
    while True:
        page = keys_page(_PAGE, cursor)
        yield from (one for one in page.data if one.kind == SECRET and not one.revoked_at and scope.has(one.maker, register.people))
        cursor = page.next_cursor
        if cursor is None:
            return
