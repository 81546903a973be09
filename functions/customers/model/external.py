"""Signing in by somebody else's account (OpenID Connect, WeChat), as plain data.

A flow is one visit to the other provider: begun here, ended here with what the browser brought back, within ten minutes and once. A link
says which customer an external id is; an external id is one customer's at most.
"""

from __future__ import annotations

from datetime import timedelta

from functions.shared.plain.deferred import dataclass

LASTS = timedelta(minutes=10)
PLACEHOLDER = "external.invalid"
"""The pool wants an address as the name of each account. Who has none gets one here, where nobody is (RFC 2606)."""


@dataclass(frozen=True)
class Flow:
    """`verifier`, `nonce`: what only this shop and the provider's answer know. `person`: who links, empty who signs in."""

    provider: str
    nonce: str
    verifier: str
    redirect_uri: str
    language: str
    person: str = ""


@dataclass(frozen=True)
class ExternalPerson:
    """`ids`: all names that they have there, each with whose name it is. `email`: what the provider has verified, else empty."""

    provider: str
    ids: tuple[str, ...]
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Link:
    """`keys`: by which the ids are found, of `ids`."""

    provider: str
    ids: tuple[str, ...]
    keys: tuple[str, ...]
    linked_at: str


@dataclass(frozen=True)
class Links:
    """All of one customer."""

    links: tuple[Link, ...] = ()

    def of(self, provider: str) -> Link | None:
        return next((one for one in self.links if one.provider == provider), None)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for one in self.links for key in one.keys)

    def linking(self, new: Link) -> Links:
        """With a link of this provider, in place of the one of before."""
        return Links((*(one for one in self.links if one.provider != new.provider), new))

    def without(self, provider: str) -> Links:
        return Links(tuple(one for one in self.links if one.provider != provider))


def placeholder(key: str) -> str:
    """The pool's name of an account that has no address."""
    return f"{key}@{PLACEHOLDER}"
