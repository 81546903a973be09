"""With which account the shop speaks to a courier: an entry of the couriers' secret, known by its name and read when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.shared.outside.provider_keys import provider_entry, provider_keys
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Unavailable
from functions.shared.plain.settings import settings


@dataclass(frozen=True)
class Account:
    """`name` is the entry's; what it holds never leaves the adapter."""

    name: str

    def is_set(self) -> bool:
        """Whether the secret has the entry."""
        return bool(provider_entry(settings().secret_couriers, self.name))

    def entry(self) -> Mapping[str, Any]:
        """All that the secret has for it (`url` among it, where the courier is not asked at its usual address). Raises Unavailable when
        it has nothing."""
        found = provider_entry(settings().secret_couriers, self.name)
        if not found:
            raise self.missing()
        return found

    def secrets(self) -> list[str]:
        """The current key first, then those that were current: what the courier signs with an old one still counts. Raises Unavailable."""
        found = provider_keys(settings().secret_couriers, self.name)
        if not found:
            raise self.missing()
        return [key.secret for key in found]

    def missing(self) -> Unavailable:
        return Unavailable(f"The couriers' secret has no keys named {self.name}.", code="courier_not_configured")
