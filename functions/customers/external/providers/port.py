"""What an identity provider is to the shop, and how it refuses."""

from __future__ import annotations

from typing import Protocol

from functions.customers.model.external import ExternalPerson, Flow
from functions.shared.plain.errors import Unauthenticated, Unavailable


class IdentityProvider(Protocol):
    def address(self, flow: Flow, state: str, /) -> str:
        """Where the browser goes; empty where an app gets its code without one. Raises Unavailable."""
        ...

    def person(self, flow: Flow, code: str, /) -> ExternalPerson:
        """Who came back with the code. Raises Unauthenticated (401 `external_refused`), Unavailable (503)."""
        ...


def refused() -> Unauthenticated:
    """One answer for whatever is wrong with what came back."""
    return Unauthenticated("The other provider does not say who this is. Begin again.", code="external_refused")


def silent() -> Unavailable:
    return Unavailable("The other provider cannot be asked at this moment.", code="provider_unavailable", retry_after=10)


def misconfigured() -> Unavailable:
    return Unavailable("The other provider does not know this shop.", code="misconfigured", retry_after=300)
