"""What staff sends to start an import, and what one product of a file may say."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from functions.catalog.groups.schemas import BrandIn, CategoryIn
from functions.catalog.imports.files.columns import FIELDS, target_of
from functions.catalog.imports.stock_statement import StockStatement
from functions.catalog.model.product import MAX_VARIANTS
from functions.catalog.model.scheduled_price import MAX_WAITING, ScheduledPrice
from functions.catalog.prices.schemas import PlannedPriceIn, StoreTime
from functions.catalog.products.admin_schemas import ProductFields, VariantIn
from functions.platform import JobView
from functions.shared.http.input_types import PlainTexts
from functions.shared.http.uploads.upload_form import Filename, UploadForm
from functions.shared.http.validation import Currency, Language, Schema, parse
from functions.shared.plain.encodings import text_codec
from functions.shared.plain.settings import settings

MAX_FILE = 50 * 1024 * 1024
MAX_INLINE = 5 * 1024 * 1024
MAX_MAPPING = 200
_PIECES = 1_000_000_000


def _known_fields(mapping: dict[str, str]) -> dict[str, str]:
    unknown = sorted({field for field in mapping.values() if target_of(field) is None})
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)[:200]}; there are {', '.join(FIELDS)}, option:<name> and metadata:<key>")
    return mapping


def _as_mapping(value: Any) -> Any:
    """In a query it is written as JSON."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError) as error:
        raise ValueError('write it as JSON: {"Artikel": "title"}') from error


def _known_charset(name: str) -> str:
    codec = text_codec(name)
    if codec is None:
        raise ValueError("no such character set; utf-8, gb18030, big5, shift_jis and windows-1252 are some")
    return codec


Charset = Annotated[str, Field(max_length=40), AfterValidator(_known_charset)]
ColumnMapping = Annotated[
    dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=80)]],
    Field(max_length=MAX_MAPPING),
    AfterValidator(_known_fields),
    BeforeValidator(_as_mapping),
]


class _Options(Schema):
    currency: Currency | None = Field(default=None, description="Of prices without a currency of their own; the store's by default.")
    language: Language | None = Field(default=None, description="Of the texts of a CSV; the store's by default.")
    stock: StockStatement = Field(
        default=StockStatement.SET,
        description="What the file's stock means: `set` so many on hand (reserved ones among them), `add` so many to them, or `ignore`.",
    )
    dry_run: bool = Field(default=False, description="Tell row by row what would happen, and write nothing.")
    charset: Charset | None = Field(default=None, description="Of the file; found out when left out.", examples=["gb18030"])


class ImportOptions(_Options):
    """Of a file that is sent in the body of the call."""

    filename: Filename = "import"
    mapping: Annotated[str, Field(max_length=20_000)] | None = Field(
        default=None,
        description="What the file's own columns are, as JSON; the fields are those of an upload's `mapping`.",
        examples=['{"Artikel": "title", "Größe": "option:Größe"}'],
    )

    def columns(self) -> dict[str, str]:
        """Raises Invalid (422)."""
        return parse({"mapping": self.mapping}, _Mapping).mapping if self.mapping else {}


class _Mapping(Schema):
    mapping: ColumnMapping


class ImportIn(_Options):
    """Of a file that will be uploaded."""

    format: Literal["csv", "shopify_csv", "ndjson"] = Field(
        description="`csv` is a product table: Shopify's, WooCommerce's, or another with a mapping. `shopify_csv` means the same."
    )
    filename: Filename = Field(examples=["products.csv"])
    size: int | None = Field(default=None, ge=0, strict=True, description="Bytes; refused at once when too many.", examples=[120_000])
    mapping: ColumnMapping = Field(
        default_factory=dict,
        description="Their column → our field: " + ", ".join(FIELDS) + ", `option:<name>`, `metadata:<key>`.",
        examples=[{"Artikel": "title", "Größe": "option:Größe"}],
    )

    def columns(self) -> dict[str, str]:
        return self.mapping


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
    stock: int | None = Field(
        default=None, ge=-_PIECES, le=_PIECES, strict=True, description="Pieces on hand, reserved ones among them; or those to be added."
    )
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
