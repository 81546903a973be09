"""What callers send and get of passkeys. Names are those of `PublicKeyCredential.toJSON()` (W3C, Web Authentication Level 3, 5.1)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from functions.customers.model.passkeys import Passkey
from functions.shared.http.validation import Schema, ShortName

_Bytes = Annotated[str, StringConstraints(min_length=1, max_length=8192, pattern=r"^[A-Za-z0-9_-]+$")]
_Id = Annotated[str, StringConstraints(min_length=1, max_length=1364, pattern=r"^[A-Za-z0-9_-]+$"), Field(examples=["mF9yPLxg4Yk"])]
_Said = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z-]*$")]
_Name = Annotated[ShortName, StringConstraints(max_length=60)]
Options = dict[str, Any]
"""As `PublicKeyCredential.parse…OptionsFromJSON()` reads it."""


class _Credential(Schema):
    id: _Id
    raw_id: _Id = Field(alias="rawId")
    type: Literal["public-key"]
    authenticator_attachment: _Said | None = Field(None, alias="authenticatorAttachment", examples=["platform"])
    client_extension_results: dict[str, Any] = Field({}, alias="clientExtensionResults", max_length=20, description="Not looked at.")

    def as_sent(self) -> dict[str, Any]:
        return self.model_dump(by_alias=True, exclude_none=True)


class AttestationIn(Schema):
    client_data: _Bytes = Field(alias="clientDataJSON")
    attestation: _Bytes = Field(alias="attestationObject")
    transports: list[_Said] = Field([], max_length=10, examples=[["internal", "hybrid"]])
    authenticator_data: _Bytes | None = Field(None, alias="authenticatorData", description="Not looked at, like the next two.")
    public_key: _Bytes | None = Field(None, alias="publicKey")
    algorithm: int | None = Field(None, alias="publicKeyAlgorithm")


class AssertionIn(Schema):
    client_data: _Bytes = Field(alias="clientDataJSON")
    authenticator_data: _Bytes = Field(alias="authenticatorData")
    signature: _Bytes
    user_handle: _Bytes | None = Field(None, alias="userHandle")


class NewCredential(_Credential):
    """What `navigator.credentials.create()` answered."""

    response: AttestationIn


class ShownCredential(_Credential):
    """What `navigator.credentials.get()` answered."""

    response: AssertionIn


class PasskeyView(Schema):
    id: str = Field(examples=["psk_01JD0000000000000000000000"])
    name: str = Field(examples=["My telephone"])
    site: str = Field(description="The domain that it is bound to.", examples=["shop.example"])
    since: str = Field(examples=["2026-11-26T21:00:00.000Z"])
    used: str | None = Field(description="When it was shown last.", examples=["2026-11-26T21:00:00.000Z"])
    synced: bool = Field(description="Whether its maker keeps copies of it, so that it outlives the device.")

    @classmethod
    def of(cls, passkey: Passkey) -> PasskeyView:
        return cls(
            id=passkey.id, name=passkey.name, site=passkey.site, since=passkey.since, used=passkey.used or None, synced=passkey.synced
        )


class PasskeyBeginIn(Schema):
    site: str | None = Field(
        None, max_length=253, description="The domain, of those that the shop names; else the first.", examples=["shop.example"]
    )


class PasskeyBegun(Schema):
    options: Options = Field(
        description="For `navigator.credentials.create()`: PublicKeyCredentialCreationOptionsJSON. Five minutes, once."
    )


class PasskeyIn(Schema):
    name: _Name = Field(description="As its owner calls it.", examples=["My telephone"])
    credential: NewCredential


class PasskeyPatch(Schema):
    name: _Name = Field(examples=["My telephone"])


class PasskeyMade(Schema):
    passkey: PasskeyView
    recovery_codes: list[str] = Field(
        repr=False, description="Ten with the first factor, told once; else none: those of before stay.", examples=[["2k4m-9xqa-7wpd-vh3n"]]
    )


class PasskeyAsked(Schema):
    """For `POST /v1/auth/challenge`, with `kind` passkey."""

    session: str = Field(repr=False, examples=["3vQ7pYc2Tn0"])
    options: Options = Field(description="For `navigator.credentials.get()`: PublicKeyCredentialRequestOptionsJSON. Five minutes, once.")
