"""Whom the shop asks while a cart is priced and an order placed, and what counts when they do not answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.web.kept_secret import KeptSecret


class HookKind(StrEnum):
    """In the order in which they are asked: each sees what the one before it said."""

    PRICE = "price"
    SHIPPING = "shipping"
    TAX = "tax"
    VALIDATION = "validation"


class OnFailure(StrEnum):
    """Own: the shop calculates by itself, as if there were no hook; nothing is held against an order. Refuse: the call is refused (503
    `hook_unavailable`)."""

    OWN = "own"
    REFUSE = "refuse"


class Outcome(StrEnum):
    """What became of a hook: it decided, or the shop did because it gave no answer."""

    ANSWERED = "answered"
    OWN = "own"


@dataclass(frozen=True)
class Hook:
    """`time_limit_ms`: of the whole call, from looking up its host to the last byte of its answer."""

    url: str
    enabled: bool = True
    time_limit_ms: int = 1000
    on_failure: OnFailure = OnFailure.OWN

    @property
    def seconds(self) -> float:
        return self.time_limit_ms / 1000


@dataclass(frozen=True)
class HookRules:
    price: Hook | None = None
    shipping: Hook | None = None
    tax: Hook | None = None
    validation: Hook | None = None

    def of(self, kind: HookKind) -> Hook | None:
        hook: Hook | None = getattr(self, kind.value)
        return hook

    def in_use(self, kind: HookKind) -> Hook | None:
        hook = self.of(kind)
        return hook if hook is not None and hook.enabled else None


@dataclass(frozen=True)
class HookSecrets:
    """By kind. No part of what is versioned: going back to an older document revives no secret."""

    by_kind: Mapping[HookKind, list[KeptSecret]] = field(default_factory=dict)

    def of(self, kind: HookKind) -> list[KeptSecret]:
        return list(self.by_kind.get(kind, ()))
