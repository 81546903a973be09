"""How editors name a picture: by its address, or by the id of what they uploaded."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.catalog.model.media import media_url
from functions.catalog.model.product import Image
from functions.shared.contact.web import WebAddressOrPath
from functions.shared.http.input_types import PlainText, PlainTexts
from functions.shared.http.validation import Schema
from functions.shared.plain.ids import is_id
from functions.shared.plain.settings import settings


def shown(value: Any) -> Any:
    """A variant's picture named by its media id becomes its address."""
    return media_url(value) if isinstance(value, str) and is_id("med", value) else value


ShownUrl = Annotated[WebAddressOrPath, BeforeValidator(shown)]


class ImageIn(Schema):
    """An address, or the id of an uploaded image or video (`media_id`), not both."""

    url: WebAddressOrPath | None = None
    media_id: Annotated[str, StringConstraints(pattern=r"^med_[0-9A-HJKMNP-TV-Z]{26}$")] | None = None
    alt: PlainTexts | PlainText | None = Field(default=None, description="Per language, or one text in the store's language.")

    @model_validator(mode="before")
    @classmethod
    def _one_of_both(cls, value: Any) -> Any:
        if not isinstance(value, dict) or (value.get("url") is not None) != (value.get("media_id") is not None):
            return value
        raise PydanticCustomError("one_of_both", "give either url or media_id")

    @model_validator(mode="after")
    def _address(self) -> ImageIn:
        return self if self.media_id is None else self.model_copy(update={"url": media_url(self.media_id)})

    def image(self) -> Image:
        return Image(self.url or "", {settings().default_language: self.alt} if isinstance(self.alt, str) else self.alt or {})
