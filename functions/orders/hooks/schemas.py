"""Hooks as staff set and read them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints

from functions.orders.model.hooks.circuit import Standing
from functions.orders.model.hooks.rules import Hook, HookKind, HookRules, OnFailure
from functions.shared.documents.document import Versioned
from functions.shared.http.validation import Schema

Url = Annotated[str, StringConstraints(min_length=1, max_length=2048)]


class HookModel(Schema):
    url: Url = Field(examples=["https://hooks.example.com/prices"])
    enabled: bool = Field(True, strict=True)
    time_limit_ms: int = Field(
        1000, strict=True, ge=100, le=2000, description="Of the whole call. A shopper waits for each hook, one after the other."
    )
    on_failure: OnFailure = Field(
        OnFailure.OWN, description="Without an answer: `own`, the shop's own calculation counts; `refuse`, 503 `hook_unavailable`."
    )

    @classmethod
    def of(cls, hook: Hook | None) -> HookModel | None:
        return None if hook is None else cls(**vars(hook))

    def hook(self) -> Hook:
        return Hook(self.url, self.enabled, self.time_limit_ms, self.on_failure)


class HooksIn(Versioned):
    """All hooks; one that is left out, or null, is not asked."""

    price: HookModel | None = None
    shipping: HookModel | None = None
    tax: HookModel | None = None
    validation: HookModel | None = None

    def rules(self) -> HookRules:
        given = {kind.value: getattr(self, kind.value) for kind in HookKind}
        return HookRules(**{name: model.hook() if model else None for name, model in given.items()})


class HooksOut(Schema):
    version: int
    price: HookModel | None = None
    shipping: HookModel | None = None
    tax: HookModel | None = None
    validation: HookModel | None = None

    @classmethod
    def of_rules(cls, rules: HookRules, version: int) -> Self:
        return cls(version=version, **{kind.value: HookModel.of(rules.of(kind)) for kind in HookKind})


class HookStateOut(Schema):
    """How it is with one hook at this moment."""

    hook: HookKind
    has_secret: bool
    former_secret_until: str | None = Field(description="Questions are signed with the secret of before, too, until then.")
    circuit: Standing = Field(description="`open`: it failed again and again and is left alone; `half_open`: the next call tries it.")
    failures: int = Field(description="In a row, up to those that open the circuit.")
    tried_again_at: str | None = Field(description="When an open circuit lets the next call try.")


class SecretIn(Schema):
    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    overlap_hours: int = Field(24, strict=True, ge=0, le=168, description="How long the secret of before signs, too.")


class SecretOut(Schema):
    hook: HookKind
    secret: str = Field(description="Told this once. Questions are signed with it (Standard Webhooks).", examples=["whsec_…"])
    former_secret_until: str | None
