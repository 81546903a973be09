"""The caller of a request, as the use cases see them."""

from __future__ import annotations

from dataclasses import replace

from functions.shared.auth.roles import PUBLIC, SIGNED_IN, STAFF, permissions_of
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, Unauthenticated

GUEST_KIND, CUSTOMER_KIND, STAFF_KIND, KEY_KIND = "guest", "customer", "staff", "key"
KEY_PREFIX = "key_"


@dataclass(frozen=True)
class Caller:
    """`id` is a customer id (`cus_…`, also of staff), a key's (`key_…`), or empty for a guest; `roles` are the names of staff roles, for
    texts and limits: what counts are the `permissions`. `order`: the one order whose signed link they came by. `merchants`, `warehouses`:
    whose and which alone they act for; None: all. `key`: the API key of the call, also where it only says through which `channel` a
    guest or a customer came. `must_enrol`: staff without the second factor that the shop requires of them; they have no right but that.
    `verified`: what of them is proven to be theirs (`verified.py`). `works_here`: of the staff, though without a right in
    this call (`as_shopper`). `currency`, `language`: those of their channel, where the call names none."""

    id: str = ""
    roles: frozenset[str] = frozenset()
    order: str = ""
    permissions: frozenset[str] = frozenset()
    merchants: frozenset[str] | None = None
    warehouses: frozenset[str] | None = None
    key: str = ""
    channel: str = ""
    must_enrol: bool = False
    verified: frozenset[str] = frozenset()
    works_here: bool = False
    currency: str = ""
    language: str = ""

    @property
    def kind(self) -> str:
        if self.id.startswith(KEY_PREFIX) or (not self.id and self.is_staff):
            return KEY_KIND
        if not self.id:
            return GUEST_KIND
        return STAFF_KIND if self.is_staff else CUSTOMER_KIND

    @property
    def is_staff(self) -> bool:
        return bool(self.permissions) or self.works_here

    @property
    def is_limited(self) -> bool:
        """Whether they act for some merchants or warehouses only."""
        return self.merchants is not None or self.warehouses is not None

    def as_shopper(self) -> Caller:
        """Where operations say nothing of whose a thing is: somebody limited has no more rights there than a customer has."""
        return replace(self, permissions=frozenset(), works_here=self.is_staff)

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises Unauthenticated (401) for a guest, Forbidden (403) for someone without the permission."""
        if permission == PUBLIC:
            return
        if self.kind == GUEST_KIND:
            raise Unauthenticated("Sign in and send the access token as a Bearer token.")
        if not self._has(permission):
            raise Forbidden(f"This needs the permission {permission}.", permission=permission)

    def _has(self, permission: str) -> bool:
        if permission == SIGNED_IN:
            return self.kind != KEY_KIND
        return self.is_staff if permission == STAFF else self.may(permission)

    @property
    def actor(self) -> Actor:
        return Actor(self.kind, self.key if self.kind == KEY_KIND else self.id)


GUEST = Caller()


def staff_caller(person: str, *roles: str) -> Caller:
    """Somebody with these built-in roles and no limits to them."""
    return Caller(person, frozenset(roles), permissions=permissions_of(frozenset(roles)))
