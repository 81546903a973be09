"""Categories and brands, as editors send them."""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator

from functions.catalog.products.admin_schemas import SeoIn
from functions.catalog.products.attribute_schemas import AttributeDefinitions
from functions.shared.contact.web import WebAddressOrPath
from functions.shared.fields.custom_fields import FieldsIn
from functions.shared.fields.field_filters import FieldQuery
from functions.shared.http.input_types import Code, PlainTexts, RichTexts, not_null
from functions.shared.http.validation import Metadata, Schema, Slug


class CategoryFields(Schema):
    description: RichTexts = Field(default_factory=dict)
    parent_id: Code | None = Field(default=None, examples=[None])
    sort: int = Field(default=0, ge=0, le=999_999_999, strict=True)
    image: WebAddressOrPath | None = None
    external_id: Code | None = None
    slug: Slug | None = Field(default=None, description="Of its page; its id stands there without one. An old one leads to the new one.")
    taxonomy_code: Code | None = Field(default=None, description="The code of this category in an external taxonomy.")
    attributes: AttributeDefinitions = Field(default=[], description="What its products have, besides what is declared above it.")
    seo: SeoIn = SeoIn()
    metadata: Metadata = Field(default_factory=dict, description="Public: shoppers see it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")
    custom_fields: FieldsIn = Field(default_factory=dict)

    @field_validator(
        "name",
        "description",
        "sort",
        "attributes",
        "seo",
        "metadata",
        "private_metadata",
        "custom_fields",
        mode="before",
        check_fields=False,
    )
    @classmethod
    def _there(cls, value: Any) -> Any:
        return not_null(value)

    def values(self) -> dict[str, Any]:
        sent = self.sent_fields()
        if "attributes" in sent:
            sent["attributes"] = [one.definition() for one in self.attributes]
        if "seo" in sent:
            sent["seo"] = self.seo.seo()
        return sent


class CategoriesQuery(Schema):
    field: FieldQuery = Field(default={})


class CategoryIn(CategoryFields):
    name: PlainTexts


class CategoryPatch(CategoryFields):
    name: PlainTexts | None = None


class BrandFields(Schema):
    description: RichTexts = Field(default_factory=dict)
    logo: WebAddressOrPath | None = None
    sort: int = Field(default=0, ge=0, le=999_999_999, strict=True)
    external_id: Code | None = None
    metadata: Metadata = Field(default_factory=dict, description="Public: shoppers see it.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    @field_validator("name", "description", "sort", "metadata", "private_metadata", mode="before", check_fields=False)
    @classmethod
    def _there(cls, value: Any) -> Any:
        return not_null(value)

    def values(self) -> dict[str, Any]:
        return self.sent_fields()


class BrandIn(BrandFields):
    name: PlainTexts


class BrandPatch(BrandFields):
    name: PlainTexts | None = None
