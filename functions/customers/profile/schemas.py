"""What callers of the customers domain send and get."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AnyUrl, Field, StringConstraints, UrlConstraints

from functions.customers.factors.passkey_schemas import ShownCredential
from functions.customers.model.challenge import Kind
from functions.customers.model.customer import Customer, Gender, Method
from functions.customers.model.login import MAX_PASSWORD
from functions.customers.store.records import AddressRecord
from functions.customers.store.sealed_bodies import address_in
from functions.shared.contact.address import AddressIn, AddressParts, Part, PostalCode
from functions.shared.contact.fields import AnyLogin, Email, HomePhone, Login, OptionalName, PersonName, PhoneText
from functions.shared.fields.custom_fields import FieldsIn, FieldsOut
from functions.shared.http.countries import Country
from functions.shared.http.moments import BirthDay
from functions.shared.http.validation import Language, LongText, Metadata, Schema, Text
from functions.shared.places import codes_of, place_of
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT

_PasswordText = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=MAX_PASSWORD)]
_Password = Annotated[
    _PasswordText,
    Field(repr=False, examples=["Correct7horse"], json_schema_extra={"format": "password"}),
]
_Code = Annotated[str, StringConstraints(pattern=r"^\S{1,64}$"), Field(examples=["123456"])]
_Picture = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["https"], max_length=500)]


class RegisterIn(Schema):
    login: Login
    password: _Password
    name: OptionalName = Field("", examples=["Ada"])
    language: Language | None = Field(None, examples=["zh"])


class ConfirmIn(Schema):
    """The code, and what proves that the registration is the caller's own: its token or its password."""

    login: AnyLogin
    code: _Code
    registration_token: str | None = Field(None, max_length=200, repr=False, examples=["reg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E.b2Zm…"])
    password: _PasswordText | None = Field(None, repr=False, examples=["Correct7horse"], json_schema_extra={"format": "password"})


class LoginIn(Schema):
    """The password or a one-time code, not both."""

    login: AnyLogin
    password: _PasswordText | None = Field(None, repr=False, examples=["Correct7horse"], json_schema_extra={"format": "password"})
    code: _Code | None = Field(None, description="From `POST /v1/auth/code`.", examples=["123456"])


class CodeIn(Schema):
    login: Login
    language: Language | None = Field(None, description="Of the message, where there is no account that has one.", examples=["zh"])


class ChallengeIn(Schema):
    session: str = Field(
        min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$", repr=False, description="From the refusal.", examples=["3vQ7pYc2Tn0"]
    )
    kind: Kind = Field(description="The `challenge` of the refusal, or another of its `kinds`.", examples=["new_password_required"])
    answer: _PasswordText | None = Field(
        None,
        repr=False,
        description="A new password; the six digits of the authenticator app; a recovery code.",
        examples=["Correct7horse"],
        json_schema_extra={"format": "password"},
    )
    passkey: ShownCredential | None = Field(None, description="For the kind passkey, in place of `answer`.")


class RefreshIn(Schema):
    refresh_token: str = Field(min_length=1, max_length=8192, pattern=r"^[\x21-\x7e]+$", repr=False, examples=["eyJjdHkiOiJKV1Qi"])


class ForgotPasswordIn(Schema):
    login: AnyLogin


class ResetPasswordIn(Schema):
    login: AnyLogin
    code: _Code
    password: _Password


class ChangePasswordIn(Schema):
    old_password: _Password
    new_password: _Password


class LogoutIn(Schema):
    everywhere: bool = Field(False, description="Also of all other sessions of the account.")


class TokensView(Schema):
    access_token: str = Field(examples=["eyJraWQi…"])
    refresh_token: str = Field(examples=["eyJjdHki…"])
    expires_in: int = Field(description="Seconds the access token is good for.", examples=[3600])


class CodeSent(Schema):
    """The same whether an account exists or not."""

    status: Literal["code_sent"] = "code_sent"


class Registered(CodeSent):
    registration_token: str = Field(
        description="Confirms this registration together with the code. Told once.", examples=["reg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E.b2Zm…"]
    )


class Confirmed(Schema):
    status: Literal["confirmed"] = "confirmed"


class PasswordReset(Schema):
    status: Literal["password_reset"] = "password_reset"


class VerifiedView(Schema):
    kind: Literal["email", "phone"]
    at: str = Field(examples=["2026-01-31T08:00:00.000Z"])
    method: Method

    @classmethod
    def all_of(cls, customer: Customer) -> list[VerifiedView]:
        found = sorted((customer.verified or {}).items())
        return [cls.model_validate({"kind": kind, "at": proof.at, "method": proof.method}) for kind, proof in found]


class MeView(Schema):
    id: str = Field(examples=["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    version: int = Field(examples=[1])
    email: str | None = Field(examples=["ada@example.com"])
    name: str = Field(examples=["Ada"])
    phone: str | None = Field(examples=["+86 138 0013 8000"])
    avatar: str | None = Field(examples=["https://example.com/ada.png"])
    language: str = Field(examples=["zh"])
    metadata: dict[str, str] = Field(examples=[{"newsletter": "weekly"}])
    custom_fields: FieldsOut = Field(default={}, description="The public ones.")
    registered_at: str = Field(examples=["2026-01-31T08:00:00.000Z"])
    phone_verified: bool = Field(
        default=False, description="Whether `phone` is proven to be yours. One that was set here is not: `POST /v1/me/phone` proves it."
    )
    verified: list[VerifiedView] = Field(default=[], description="What you sign in by, and is proven to be yours.")
    birth_date: str | None = Field(default=None, examples=["1990-01-31"])
    gender: Gender | None = None


class MePatch(Schema):
    """Only what is sent changes; null empties what may be empty."""

    # A default made by a function stays out of the contract, where it would look like what a missing field is set to.
    name: OptionalName = Field(default_factory=str, examples=["Ada Lovelace"])
    phone: HomePhone | None = None
    avatar: _Picture | None = Field(None, examples=["https://example.com/ada.png"])
    language: Language = Field(default_factory=str, examples=["en"])
    metadata: Metadata = Field(default_factory=dict, examples=[{"newsletter": "weekly"}])
    custom_fields: FieldsIn = Field(default_factory=dict, description="Values of public declared fields by their keys, all of them.")
    birth_date: BirthDay | None = Field(None, description="Needs the consent `profile_details`, as `gender` does.", examples=[None])
    gender: Gender | None = Field(None, examples=[None])


_Label = Annotated[LongText, StringConstraints(max_length=50)]


class AddressNew(AddressIn):
    label: _Label = Field("", examples=["家"])
    default: bool = Field(False, description="Make it the default; the first address is it anyway.")


class AddressPatch(Schema):
    """Only what is sent changes; the address as it is then is checked by the rules of its country."""

    label: _Label = Field(default_factory=str, examples=["公司"])
    name: PersonName = Field(default_factory=str, examples=["王小明"])
    phone: PhoneText = Field(default_factory=str)
    email: Email | None = None
    country: Country = Field(default_factory=str)
    province: Part = Field(default_factory=str, examples=["浙江省"])
    city: Part = Field(default_factory=str, examples=["杭州市"])
    district: Part = Field(default_factory=str, examples=["西湖区"])
    street: Text = Field(default_factory=str, examples=["文三路 2 号"])
    postal_code: PostalCode = Field(default_factory=str, examples=["310000"])
    default: bool | None = Field(None, description="True makes it the default.", examples=[True])


class AddressView(AddressParts):
    label: str = Field(examples=["家"])
    id: str = Field(examples=["adr_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    version: int = Field(examples=[1])
    default: bool = Field(examples=[True])
    created_at: str = Field(examples=["2026-01-31T08:00:00.000Z"])


class AddressList(Schema):
    data: list[AddressView]
    next_cursor: str | None


class AddressQuery(Schema):
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=2000)


def me_view(customer: Customer, version: int) -> MeView:
    return MeView.model_construct(
        id=customer.id, version=version, email=customer.email, name=customer.name, phone=customer.phone, avatar=customer.avatar,
        language=customer.language, metadata=customer.metadata, custom_fields=customer.fields, registered_at=customer.registered_at,
        phone_verified=customer.has_proven("phone"), verified=VerifiedView.all_of(customer),
        birth_date=customer.birth_date, gender=customer.gender,
    )  # fmt: skip


def address_view(record: AddressRecord) -> AddressView:
    address = address_in(record)
    shown = vars(address) | codes_of(place_of(address))
    return AddressView.model_construct(**shown, version=int(record.version), default=record.is_default)
