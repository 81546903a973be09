"""Categories and brands as editors get them."""

from __future__ import annotations

from pydantic import Field

from functions.catalog.model.brand import Brand
from functions.catalog.model.category import Category
from functions.catalog.products.admin_views import SeoDetails, Texts
from functions.catalog.products.attribute_schemas import AttributeDefinitionIn, definition_view
from functions.shared.fields.custom_fields import FieldsOut
from functions.shared.http.validation import Schema


class CategoryDetails(Schema):
    id: str
    version: int
    name: Texts
    description: Texts
    parent_id: str | None
    sort: int
    image: str | None
    external_id: str | None
    taxonomy_code: str | None
    slug: str | None = None
    old_slugs: list[str] = Field(default=[])
    attributes: list[AttributeDefinitionIn] = Field(default=[], description="Declared here; those above it hold too.")
    seo: SeoDetails = SeoDetails(title={}, description={})
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})
    custom_fields: FieldsOut = Field(default={})

    @classmethod
    def of(cls, category: Category, version: int) -> CategoryDetails:
        shown = {"attributes": [definition_view(one) for one in category.attributes], "seo": SeoDetails(**vars(category.seo))}
        kept = {name: value for name, value in vars(category).items() if name in cls.model_fields}
        return cls(version=version, custom_fields=category.fields | category.private_fields, **kept | shown)


class CategoryDetailsPage(Schema):
    data: list[CategoryDetails]
    next_cursor: str | None = None


class BrandDetails(Schema):
    id: str
    version: int
    name: Texts
    description: Texts
    logo: str | None
    sort: int
    external_id: str | None
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, brand: Brand, version: int) -> BrandDetails:
        return cls(version=version, **vars(brand))


class BrandDetailsPage(Schema):
    data: list[BrandDetails]
    next_cursor: str | None
