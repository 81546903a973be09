"""Which providers a shop has: entries of the secret `identity`, by the code that the API calls them by (docs/operations.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions.customers.external.providers.oidc import OpenIdConnect
from functions.customers.external.providers.port import IdentityProvider
from functions.customers.external.providers.wechat import MiniProgram, WeChat
from functions.shared.outside.provider_keys import provider_entry
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.plain.settings import settings

_KINDS: dict[str, Callable[[str, Mapping[str, Any]], IdentityProvider]] = {
    "oidc": OpenIdConnect,
    "wechat": WeChat,
    "wechat_mini": MiniProgram,
}


@dataclass(frozen=True)
class Configured:
    provider: IdentityProvider
    redirect_uris: tuple[str, ...]

    def redirect_uri(self, wanted: str | None) -> str:
        """One of those that are agreed with the provider, letter by letter. Raises Invalid (422 `unknown_redirect_uri`)."""
        if wanted is None and self.redirect_uris:
            return self.redirect_uris[0]
        if wanted is not None and wanted not in self.redirect_uris:
            raise Invalid.field("/redirect_uri", "unknown_redirect_uri", "This is none of the shop's own pages.")
        return wanted or ""


def configured(code: str) -> Configured:
    """Raises NotFound."""
    entry = provider_entry(settings().secret_identity, code)
    make = _KINDS.get(str(entry.get("kind", "")))
    if make is None:
        raise NotFound("Nobody signs in here by this provider.")
    return Configured(make(code, entry), tuple(entry.get("redirect_uris", ())))
