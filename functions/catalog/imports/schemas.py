"""What staff sends to start an import, and what one product of a file may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from functions.catalog.admin_schemas import ProductFields, VariantIn
from functions.catalog.grouping_schemas import BrandIn, CategoryIn
from functions.catalog.input_types import PlainTexts
from functions.catalog.price_schemas import PlannedPriceIn, StoreTime
from functions.catalog.product import MAX_VARIANTS
from functions.catalog.scheduled_price import MAX_WAITING, ScheduledPrice
from functions.platform import JobView
from functions.shared.settings import settings
from functions.shared.validation import Currency, Language, Schema

MAX_FILE = 50 * 1024 * 1024
MAX_INLINE = 5 * 1024 * 1024


def _a_name(text: str) -> str:
    if "/" in text or "\\" in text or not text.isprintable():
        raise ValueError("a plain file name is wanted")
    return text


Filename = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_a_name)]


class ImportOptions(Schema):
    """Of a file that is sent in the body of the call."""

    filename: Filename = "import"
    currency: Currency | None = Field(default=None, description="Of prices without a currency of their own; the store's by default.")
    language: Language | None = Field(default=None, description="Of the texts of a CSV; the store's by default.")


class ImportIn(Schema):
    """Of a file that will be uploaded."""

    format: Literal["shopify_csv", "ndjson"]
    filename: Filename = Field(examples=["products.csv"])
    size: int | None = Field(default=None, ge=0, strict=True, description="Bytes; refused at once when too many.", examples=[120_000])
    currency: Currency | None = None
    language: Language | None = None


class UploadForm(Schema):
    """POST the file to `url` as multipart/form-data: first all `fields`, then the file in a field called `file`."""

    url: str
    fields: dict[str, str]
    max_size: int


class ImportStarted(JobView):
    upload: UploadForm | None = Field(default=None, description="For a file to be uploaded; the import starts when it is there.")


class CategoryStep(CategoryIn):
    """One step of the path to a category, found by its external id or its name; made when there is none. Its parent is the step before."""

    parent_id: None = None


class PlannedIn(PlannedPriceIn):
    starts_at: StoreTime

    def planned(self) -> ScheduledPrice:
        """Raises Invalid (422 `ends_before_start`)."""
        list_price = self.list_price.money() if self.list_price else None
        return ScheduledPrice("", self.kind, self.price.money(), list_price, self.starts_at, self.ends_at, self.label or {}).checked()


class ImportedVariant(VariantIn):
    stock: int | None = Field(default=None, ge=0, le=1_000_000_000, strict=True, description="Pieces available.")
    scheduled_prices: Annotated[list[PlannedIn], Field(max_length=MAX_WAITING)] = Field(
        default=[], description="All that are to come; when left out, those there are stay."
    )


class ImportedProduct(ProductFields):
    """A product as `POST /v1/admin/products` takes it, with brand and category themselves instead of ids, stock and scheduled prices."""

    title: PlainTexts | None = None
    brand: BrandIn | None = Field(default=None, description="Found by its external id or its name; made when there is none.")
    category: Annotated[list[CategoryStep], Field(max_length=8)] | None = None
    published: bool | None = None
    variants: Annotated[list[ImportedVariant], Field(max_length=MAX_VARIANTS)] = Field(default_factory=list)  # type: ignore[assignment]

    def product_values(self) -> dict[str, Any]:
        values = self.values()
        for name in ("brand", "category", "published"):
            values.pop(name, None)
        return values


def default_currency(given: str | None) -> str:
    return given or settings().default_currency


def default_language(given: str | None) -> str:
    return given or settings().default_language
