"""What an API key's item says to every function. Pure; how it is read: `keys.py`."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass

PUBLISHABLE, SECRET = "publishable", "secret"


@dataclass(frozen=True)
class Key:
    """A secret key may what its `scopes` name and its `maker` may now; a publishable one what a guest may. `groups`: the roles that the
    maker had by their token, while no standing says any. `until`: when it ends; empty for never.
    `currency`, `language`: of who comes with it and names no other."""

    id: str
    kind: str
    scopes: tuple[str, ...] = ()
    channel: str = ""
    maker: str = ""
    groups: tuple[str, ...] = ()
    calls_a_minute: int = 0
    until: str = ""
    currency: str = ""
    language: str = ""
