"""What callers send and get of second factors."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.customers.factors.passkey_schemas import PasskeyView
from functions.shared.http.validation import Schema


class AppView(Schema):
    since: str = Field(examples=["2026-11-26T21:00:00.000Z"])


class FactorsView(Schema):
    """What signing in asks beside the first proof."""

    app: AppView | None = Field(description="The authenticator app, where there is one.")
    passkeys: list[PasskeyView]
    recovery_codes_left: int = Field(examples=[10])
    is_fresh: bool = Field(description="Whether this token may change by what one signs in without showing the factor again.")


class BegunView(Schema):
    """Told once: there is no way to see the secret again."""

    secret: str = Field(repr=False, description="To be typed into the app.", examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])
    uri: str = Field(repr=False, examples=["otpauth://totp/shop.example:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=shop.example"])
    qr: str = Field(repr=False, description="The `uri` as a picture (SVG).", examples=["data:image/svg+xml;charset=utf-8,…"])


class AppCodeIn(Schema):
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$", repr=False, description="As the app shows it.", examples=["123456"])]


class RecoveryCodes(Schema):
    """Told once. Each works once, in place of the factor; a new set ends the one before."""

    recovery_codes: list[str] = Field(repr=False, examples=[["2k4m-9xqa-7wpd-vh3n"]])
