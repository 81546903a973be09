"""Events of API keys: never a secret, nor its hash."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class ApiKeyMade:
    TYPE: ClassVar[str] = "api_key.made"
    VERSION: ClassVar[int] = 1
    key_id: str
    name: str
    kind: str
    scopes: list[str]
    channel: str


@dataclass(frozen=True)
class ApiKeyRotated:
    """The secret of before counts until `overlap_until`."""

    TYPE: ClassVar[str] = "api_key.rotated"
    VERSION: ClassVar[int] = 1
    key_id: str
    overlap_until: str


@dataclass(frozen=True)
class ApiKeyTakenOver:
    """Somebody else answers for it now, and its rights are among theirs."""

    TYPE: ClassVar[str] = "api_key.taken_over"
    VERSION: ClassVar[int] = 1
    key_id: str
    former_maker: str
    maker: str


@dataclass(frozen=True)
class ApiKeyRevoked:
    TYPE: ClassVar[str] = "api_key.revoked"
    VERSION: ClassVar[int] = 1
    key_id: str
