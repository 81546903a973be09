"""The shop as a whole, as staff send it and everybody reads it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from functions.platform.settings.public_site import NAMES, TEXTS, shown
from functions.platform.settings.site import Site
from functions.shared.contact.fields import Email, PhoneText
from functions.shared.contact.web import WebAddress
from functions.shared.documents.document import Versioned
from functions.shared.http.input_types import PlainText, not_null
from functions.shared.http.validation import Language, ShortName

Name = Annotated[dict[Language, ShortName], Field(max_length=50)]
LegalAddress = Annotated[dict[Language, PlainText], Field(max_length=50)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$"), AfterValidator(str.lower)]
ColourOf = Literal["primary", "on_primary", "background", "text"]


class SiteParts(Versioned):
    name: Name = Field(default_factory=dict, description="By language.", examples=[{"zh": "示例商店", "en": "Example Shop"}])
    logo_url: WebAddress | None = Field(None, examples=["https://shop.example/logo.png"])
    contact_email: Email | None = None
    contact_phone: PhoneText | None = None
    legal_address: LegalAddress = Field(default_factory=dict, description="Who runs the shop and where, by language.", examples=[{}])
    colours: dict[ColourOf, Colour] = Field(default_factory=dict, examples=[{"primary": "#0057b8"}])


class WholeSite(SiteParts):
    """All of it: what is left out is said no more."""

    def site(self) -> Site:
        return Site(**_stored(self.model_dump(exclude={"version"})))


class SiteIn(WholeSite):
    version: int = Field(ge=0, strict=True, description="As it was read; 409 `version_conflict` where it changed meanwhile.", examples=[0])


class SitePatch(SiteParts):
    """What is left out stays; a text that is null is said no more."""

    @field_validator("name", "legal_address", "colours", mode="before")
    @classmethod
    def _not_null(cls, value: Any) -> Any:
        return not_null(value)

    def changes(self) -> dict[str, Any]:
        return _stored({name: value for name, value in self.sent_fields().items() if name != "version"})


class SiteOut(SiteParts):
    version: int

    @classmethod
    def of(cls, site: Site, version: int) -> SiteOut:
        return cls.model_validate(shown(site) | {"version": version})


def _stored(sent: dict[str, Any]) -> dict[str, Any]:
    return {NAMES.get(name, name): value or "" if name in TEXTS else value for name, value in sent.items()}
