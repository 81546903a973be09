"""The caller of a request, as the use cases see them."""

from __future__ import annotations

from functions.shared.auth.roles import PUBLIC, SIGNED_IN, permissions_of
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, Unauthenticated


@dataclass(frozen=True)
class Caller:
    """`id` is a customer id (`cus_…`, also for staff) or empty for a guest; `roles` are the staff roles. `order`: the one order whose
    signed link they came by."""

    id: str = ""
    roles: frozenset[str] = frozenset()
    order: str = ""

    @property
    def is_staff(self) -> bool:
        return bool(permissions_of(self.roles))

    def may(self, permission: str) -> bool:
        return permission in permissions_of(self.roles)

    def require(self, permission: str) -> None:
        """Raises Unauthenticated (401) for a guest, Forbidden (403) for someone without the permission."""
        if permission == PUBLIC:
            return
        if not self.id:
            raise Unauthenticated("Sign in and send the access token as a Bearer token.")
        if permission != SIGNED_IN and not self.may(permission):
            raise Forbidden(f"This needs the permission {permission}.", permission=permission)

    @property
    def actor(self) -> Actor:
        if not self.id:
            return Actor("guest")
        return Actor("staff" if self.is_staff else "customer", self.id)


GUEST = Caller()
