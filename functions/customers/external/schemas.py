"""What callers send to sign in by another provider, and get."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.customers.external.begin import Begun
from functions.customers.model.external import Links
from functions.shared.http.validation import Language, Schema

_Token = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$"), Field(repr=False)]


class BeginIn(Schema):
    redirect_uri: str | None = Field(
        None,
        max_length=500,
        description="One of those agreed with the provider; the first one without.",
        examples=["https://shop.example/back"],
    )
    language: Language | None = Field(None, description="Of who is new.", examples=["zh"])


class BegunOut(Schema):
    url: str = Field(
        description="Where the browser goes; empty where an app gets its code by itself.", examples=["https://id.example/authorize?…"]
    )
    state: str = Field(description="Comes back with the browser.", examples=["p8Q2vW0r"])
    session: str = Field(description="Keep it where the page that ends this finds it; it is in no address.", examples=["Zk3hX1cQ"])

    @classmethod
    def of(cls, begun: Begun) -> BegunOut:
        return cls(**vars(begun))


class ComeBackIn(Schema):
    """What the browser brought back, and the `session` of before."""

    code: Annotated[
        str, StringConstraints(min_length=1, max_length=2048, pattern=r"^[\x21-\x7e]+$"), Field(repr=False, examples=["SplxlOBe"])
    ]
    state: Annotated[_Token, Field(examples=["p8Q2vW0r"])]
    session: Annotated[_Token, Field(examples=["Zk3hX1cQ"])]


class ExternalLogin(Schema):
    provider: str = Field(examples=["wechat"])
    linked_at: str = Field(examples=["2026-01-31T08:00:00.000Z"])


class ExternalLogins(Schema):
    data: list[ExternalLogin]
    next_cursor: str | None = None

    @classmethod
    def of(cls, links: Links) -> ExternalLogins:
        return cls(data=[ExternalLogin(provider=one.provider, linked_at=one.linked_at) for one in links.links])
