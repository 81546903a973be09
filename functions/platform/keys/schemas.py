"""Keys of providers over HTTP: what goes in, and the little that comes out."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field, JsonValue, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from functions.platform.keys.set_keys import Told
from functions.platform.model.provider_entry import MASK, depth, masks_within
from functions.shared.http.validation import Schema

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_LARGEST = 30_000


class ProviderKeysIn(Schema):
    """By the names that the provider's entry has (`functions/payments/providers/README.md`, `functions/shipping/README.md`): a text, or a
    list or map where several keys count at once. Left out, empty or as the mask that was read: stays; null: is taken away."""

    secrets: dict[_Name, JsonValue] = Field(max_length=40, examples=[{"api_key": "EZAK…"}])

    @field_validator("secrets")
    @classmethod
    def _fit(cls, secrets: dict[str, Any]) -> dict[str, Any]:
        if len(json.dumps(secrets)) > _LARGEST or any(depth(value) > 4 for value in secrets.values()):
            raise PydanticCustomError("too_large", "These are no keys: too many characters, or too deep.")
        if any(masks_within(value) for value in secrets.values()):
            raise PydanticCustomError("masked", "A list or a map is sent whole, with nothing masked or empty in it.")
        return secrets


class ProviderKeysView(Schema):
    """`secrets`: what is set, masked. `since`, `by`: when and by whom it was last set here; null where somebody did it in AWS."""

    provider: str = Field(examples=["stripe"])
    kind: str = Field(examples=["payments"])
    set: bool
    since: str | None
    by: str | None
    public_id_last4: str | None = Field(description="The end of what the provider calls us, to tell accounts apart.", examples=["4f2a"])
    secrets: dict[str, str] = Field(examples=[{"api_key": MASK}])

    @classmethod
    def of(cls, told: Told) -> ProviderKeysView:
        return cls(
            provider=told.provider,
            kind=told.kind,
            set=bool(told.fields),
            since=told.since or None,
            by=told.by or None,
            public_id_last4=told.public_id_last4,
            secrets=dict.fromkeys(told.fields, MASK),
        )


class ProviderKeysList(Schema):
    data: list[ProviderKeysView]
    next_cursor: str | None = None
