"""With which account the shop speaks to a provider: an entry of the secret of e-invoices, read when it is needed."""

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

    def entry(self) -> Mapping[str, Any]:
        """Raises Unavailable (503 `fapiao_not_configured`)."""
        found = provider_entry(settings().secret_fapiao, self.name)
        if not found:
            raise self._missing()
        return found

    def secrets(self) -> list[str]:
        """The current key first, then those that were current. Raises Unavailable."""
        found = provider_keys(settings().secret_fapiao, self.name)
        if not found:
            raise self._missing()
        return [key.secret for key in found]

    def _missing(self) -> Unavailable:
        return Unavailable(f"The secret of e-invoices has no keys named {self.name}.", code="fapiao_not_configured")
