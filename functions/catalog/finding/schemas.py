"""What a search takes and answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from functions.catalog.products.schemas import ListedProduct, MarketQuery
from functions.catalog.search import Sort
from functions.shared.fields.field_filters import FieldQuery, Word
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Currency, Schema
from functions.shared.plain.money import MAX_AMOUNT


def _several(value: Any) -> Any:
    """A parameter given once and one given several times are the same list."""
    return [value] if isinstance(value, str) else value


Ident = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Amount = Annotated[int, Field(ge=0, le=MAX_AMOUNT)]


class ListQuery(PageQuery, MarketQuery):
    """A list is in one currency: prices, their order, filter and counts."""

    currency: Currency | None = Field(
        default=None,
        description="Only what is sold in this currency. Without it the list is in that of the country's market, or in the shop's; what "
        "is not sold in that comes last, without a price.",
    )


class SearchInput(ListQuery):
    """Several values of one parameter (repeat it) mean any of them; different parameters must all hold."""

    q: str = Field(default="", description="Words to find: Chinese, English, mixed, pinyin or its initials; typing errors are forgiven.")
    category: Ident | list[Ident] | None = Field(
        default=None, description="A category id; its whole subtree counts. May be repeated: any of them."
    )
    brand: Ident | list[Ident] | None = Field(default=None, description="A brand id. May be repeated.")
    tag: Annotated[list[Word], BeforeValidator(_several)] = Field(default=[], description="May be repeated.")
    price_min: Amount | None = Field(default=None, description="In minor units of the list's currency, included.")
    price_max: Amount | None = Field(default=None, description="In minor units of the list's currency, included.")
    in_stock: bool | None = None
    attr: dict[Word, list[Word]] = Field(
        default={},
        description="By the code of a declared attribute, or by the name of any attribute. Of numbers also a range, both ends included: "
        "`attr.screen=13..15.6`, `13..`, `..15.6`. May be repeated: any of them.",
    )
    field: FieldQuery = Field(default={})
    sort: Sort | None = Field(default=None, description="Without it: by relevance with `q`, else the newest first.")
    facets: bool = Field(default=False, description="Also count what could be chosen next.")


class SuggestInput(Schema):
    q: str = Field(default="", max_length=200, description="What is typed so far; also pinyin or its initials.")
    limit: int = Field(default=10, ge=1, le=20)


class TitlePart(Schema):
    text: str
    hit: bool


class FoundProduct(ListedProduct):
    highlight: list[TitlePart] | None = Field(default=None, description="With `q`: the title cut into parts that match and others.")


class CategoryCount(Schema):
    id: str
    name: str
    parent_id: str | None
    count: int


class BrandCount(Schema):
    id: str
    name: str
    count: int


class ValueCount(Schema):
    value: str = Field(description="To be given to the filter.")
    name: str = Field(description="To be shown.")
    count: int


class AttributeCounts(Schema):
    attr: str = Field(description="The filter is `attr.<attr>=`.")
    name: str
    values: list[ValueCount]
    min: float | None = Field(default=None, description="Of numbers: the lowest value there is; for a filter `attr.<attr>=<min>..<max>`.")
    max: float | None = Field(default=None, description="Of numbers: the highest value there is.")


class PriceRangeCount(Schema):
    price_min: int = Field(description="In minor units of the list's currency, included.")
    price_max: int | None = Field(description="Included; null: open.")
    count: int


class StockCounts(Schema):
    in_stock: int
    out_of_stock: int


class FacetsView(Schema):
    """Counts per value, most frequent first. A facet counts as if its own filter were not set."""

    categories: list[CategoryCount]
    brands: list[BrandCount]
    tags: list[ValueCount]
    attributes: list[AttributeCounts]
    prices: list[PriceRangeCount]
    stock: StockCounts


class FoundPage(Schema):
    data: list[FoundProduct]
    currency: str = Field(default="", description="Of every price, price filter and price facet of this list.")
    total: int | None = Field(default=None, description="How many there are in all; null while the search index is being built.")
    facets: FacetsView | None = None
    match: str | None = Field(
        default=None, description="How `q` was understood: `exact`, or a looser reading (`sound`, `typo`, …) that found something; `none`."
    )
    next_cursor: str | None


class SuggestionView(Schema):
    text: str
    count: int = Field(description="Products behind it; of a popular word, how often it was searched for.")
    kind: Literal["name", "product", "popular"] = Field(
        default="name", description="Of a brand, a category, a tag or two of them; a product's title; what others search for."
    )
    slug: str | None = Field(default=None, description="Of the product.")


class Suggestions(Schema):
    data: list[SuggestionView]


class TrendingQuery(Schema):
    limit: int = Field(default=10, ge=1, le=50)


class PopularWord(Schema):
    q: str
    count: int


class PopularWords(Schema):
    data: list[PopularWord]
