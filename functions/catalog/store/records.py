"""The tables of this domain and the keys of their items; README.md lists every access pattern."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

PRODUCT_SK = "PRODUCT"
CARD_SK = "CARD"
VARIANT_SK = "VARIANT"
BRAND_SK = "BRAND"
TAGS_PK = "TAGS"
CATEGORIES_PK = "CATEGORIES"
TREE_SK = "TREE"
BRANDS_INDEX = "BRANDS"
PRICE_HISTORY = "PRC#"
SETTINGS_PK = "SETTINGS"
SEARCHES_SK = "SEARCHES"
PRICES_DUE = "PRICES"
PRODUCTS_OF = "PRODUCTS_OF"


class CatalogTable(Record):
    class Meta:
        table_name = table_name("catalog")


class ProductRecord(CatalogTable):
    """pk `PROD#<id>`, sk `PRODUCT`; gsi2 `SLUG#<slug>`. `body` is product.Product.

    `stock_states` (JSON of stock.SeenState per variant) is what the stock projector last saw; `states_version` counts its changes, so
    that it never touches `version`, which belongs to the editors. `brand` is a snapshot (JSON of brand.BrandFacts). `rated_<n>` counts
    the visible reviews with that rating, `hidden_<reason>` those that are hidden, `question_count` the visible questions.
    """

    class Meta:
        table_name = table_name("catalog")

    stock_states = UnicodeAttribute(default="{}")
    states_version = NumberAttribute(default=0)
    brand = UnicodeAttribute(null=True)
    rated_1 = NumberAttribute(default=0)
    rated_2 = NumberAttribute(default=0)
    rated_3 = NumberAttribute(default=0)
    rated_4 = NumberAttribute(default=0)
    rated_5 = NumberAttribute(default=0)
    hidden_spam = NumberAttribute(default=0)
    hidden_abuse = NumberAttribute(default=0)
    hidden_off_topic = NumberAttribute(default=0)
    hidden_personal_data = NumberAttribute(default=0)
    hidden_illegal = NumberAttribute(default=0)
    hidden_fake = NumberAttribute(default=0)
    hidden_other = NumberAttribute(default=0)
    question_count = NumberAttribute(default=0)


class CardRecord(CatalogTable):
    """pk `PROD#<id>`, sk `CARD`: what lists show of a product, small whatever the number of variants.

    listed `STATUS#<status>#<shard>` / id (newest last, card_lists.py); gsi2 `BRAND#<brand>` / id; due `PRICES` / the next change of its
    price. `sold`: pieces ever; `sold_lately`: of seven days, as reports counted them at `lately_at`.
    """

    class Meta:
        table_name = table_name("catalog")

    category_id = UnicodeAttribute(null=True)
    stock_state = UnicodeAttribute(default="out_of_stock")
    sold = NumberAttribute(default=0)
    sold_lately = NumberAttribute(default=0)
    lately_at = UnicodeAttribute(null=True)
    brand = UnicodeAttribute(null=True)
    rating_count = NumberAttribute(default=0)
    rating_total = NumberAttribute(default=0)


class VariantRecord(CatalogTable):
    """pk `VAR#<id>`, sk `VARIANT`; gsi1 `PROD#<product>` / position. `body` is product.Variant.

    `product` (JSON of product.ProductFacts) is what the variant must know of its product to be sold; `product_version` says of which
    version, so that an older one never overwrites a newer one.
    """

    class Meta:
        table_name = table_name("catalog")

    product = UnicodeAttribute()
    product_version = NumberAttribute()


class BrandRecord(CatalogTable):
    """pk `BRD#<id>`, sk `BRAND`; gsi1 `BRANDS` / sort. `uses` counts the products that name it."""

    class Meta:
        table_name = table_name("catalog")

    uses = NumberAttribute(default=0)


class CategoryRecord(CatalogTable):
    """pk `CATEGORIES`, sk `CAT#<id>`: the tree is one partition, read with one query. `uses` counts products and child categories.

    The item with sk `TREE` has a version that every change of the tree's shape raises: two moves that together would make a cycle
    cannot both be written.
    """

    class Meta:
        table_name = table_name("catalog")

    uses = NumberAttribute(default=0)


class ClaimRecord(CatalogTable):
    """A unique name and who has it: pk = sk `SLUG#…`, `SKU#…`, `EXT#<kind>#…` or `BARCODE#…`.

    `pending`: when a barcode was claimed ahead of its edit (barcode_claims.py).

    `retired` is 1 for a slug its owner once had: it leads to the owner's new one until somebody else takes it.
    """

    class Meta:
        table_name = table_name("catalog")

    owner = UnicodeAttribute()
    retired = NumberAttribute(null=True)
    pending = UnicodeAttribute(null=True)


class TagRecord(CatalogTable):
    """pk `TAGS`, sk the code that products carry. `body` is tag.Tag."""

    class Meta:
        table_name = table_name("catalog")


class PriceHistoryRecord(CatalogTable):
    """pk `PROD#<id>`, sk `PRC#<time>#<version>`: what one edit did to prices. `body` is price_history.Repricing."""

    class Meta:
        table_name = table_name("catalog")


class SaleRecord(CatalogTable):
    """pk = sk `SOLD#<order>`: an order whose pieces are counted in `sold` of its products' cards; `body`: how many of each
    still are (`left`), and by which events there were fewer (`told`)."""

    class Meta:
        table_name = table_name("catalog")


class DealRecord(CatalogTable):
    """pk `DEALS#<variant>#<currency>`, sk `<time of placing>#<order>`: what a piece cost. `amount` is there once the order is paid,
    `undone` once it is cancelled."""

    class Meta:
        table_name = table_name("catalog")

    amount = NumberAttribute(null=True)
    undone = NumberAttribute(null=True)


class SearchedWordRecord(CatalogTable):
    """pk `SEARCHES#<day>`, sk the word: how often it was searched for that day, and how often in vain."""

    class Meta:
        table_name = table_name("catalog")

    searches = NumberAttribute(default=0)
    without_results = NumberAttribute(default=0)


class SearchBatchRecord(CatalogTable):
    """pk `SEARCHES#<batch>`, sk `SEARCHES`: a batch that has been counted; of what, stands in the words."""

    class Meta:
        table_name = table_name("catalog")


def product_pk(product_id: str) -> str:
    return f"PROD#{product_id}"


def variant_pk(variant_id: str) -> str:
    return f"VAR#{variant_id}"


def brand_pk(brand_id: str) -> str:
    return f"BRD#{brand_id}"


def category_sk(category_id: str) -> str:
    return f"CAT#{category_id}"


def sale_key(order_id: str) -> str:
    return f"SOLD#{order_id}"


def deals_pk(variant_id: str, currency: str) -> str:
    return f"DEALS#{variant_id}#{currency}"


def searches_pk(day: str) -> str:
    return f"SEARCHES#{day}"


def searches_batch_pk(batch_id: str) -> str:
    return f"SEARCHES#{batch_id}"


def status_index(status: str) -> str:
    return f"STATUS#{status}"


def brand_index(brand_id: str) -> str:
    return f"BRAND#{brand_id}"


def slug_key(slug: str) -> str:
    return f"SLUG#{slug}"


def sku_key(sku: str) -> str:
    return f"SKU#{sku}"


def barcode_key(article: str) -> str:
    return f"BARCODE#{article}"


def external_key(kind: str, external_id: str) -> str:
    return f"EXT#{kind}#{external_id}"
