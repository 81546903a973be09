"""What callers send and get about API keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.access.model.api_key import MOST_OVERLAP_HOURS, ApiKey
from functions.access.store.api_keys import Used
from functions.shared.auth.roles import PERMISSIONS
from functions.shared.http.validation import Currency, Language, Schema, Text
from functions.shared.outside import clock
from functions.shared.plain import times

Kind = Literal["publishable", "secret"]
Scope = Annotated[str, Field(json_schema_extra={"enum": sorted(PERMISSIONS)})]


class ApiKeyIn(Schema):
    name: Annotated[Text, StringConstraints(max_length=100)] = Field(examples=["Warehouse scanner"])
    kind: Kind = Field(description="A publishable key may do what a guest may, and can stand in an app; a secret one what its scopes say.")
    scopes: list[Scope] = Field([], max_length=len(PERMISSIONS), examples=[["orders.read"]])
    channel: Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9_-]{0,39})?$")] = Field(
        "", description="One of the shop's channels: where orders that come with the key came from; `web` without one.", examples=["app"]
    )
    currency: Currency | None = Field(None, description="Of lists, pages and new carts of who names no other. Null: the shop's.")
    language: Language | None = Field(None, description="Of answers to who names no other. Null: the shop's.", examples=["en"])
    calls_per_minute: int | None = Field(
        None, ge=0, le=1_000_000, description="0: not counted. Left out: 600 of a secret key, not counted of a publishable one."
    )


class RotateIn(Schema):
    overlap_hours: int = Field(24, ge=0, le=MOST_OVERLAP_HOURS, description="How long the secret of before counts beside the new one.")


class ApiKeyOut(Schema):
    id: str = Field(examples=["key_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    name: str
    kind: Kind
    scopes: list[str]
    channel: str
    currency: str | None = None
    language: str | None = None
    calls_per_minute: int
    maker: str = Field(description="Whose rights bound those of the key.")
    created_at: str
    revoked_at: str | None
    former_secret_until: str | None = Field(description="A secret of before counts until then.")
    last_used_at: str | None = Field(description="To some ten minutes. A refused call is no use.")
    exposed_at: str | None = Field(description="It was sent in an address, where logs keep it: rotate it.")

    @classmethod
    def of(cls, key: ApiKey, used: Used) -> ApiKeyOut:
        now = times.iso(clock.now())
        return cls(
            id=key.id,
            name=key.name,
            kind="publishable" if key.kind == "publishable" else "secret",
            scopes=list(key.scopes),
            channel=key.channel,
            currency=key.currency or None,
            language=key.language or None,
            calls_per_minute=key.calls_a_minute,
            maker=key.maker,
            created_at=key.created_at,
            revoked_at=key.revoked_at or None,
            former_secret_until=next((one.until for one in key.secrets if one.until > now), None),
            last_used_at=used.last_used_at,
            exposed_at=used.exposed_at,
        )


class ApiKeyTold(ApiKeyOut):
    secret: str = Field(description="Told this once.", examples=["sk_…"], repr=False)


class ApiKeyPage(Schema):
    data: list[ApiKeyOut]
    next_cursor: str | None
