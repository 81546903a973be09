"""The face of the catalogue: what other domains may use. Everything else here is private to the domain."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.catalog.feeds.plain_text import plain_text
    from functions.catalog.finding.for_agents import FoundProducts, search_products
    from functions.catalog.finding.list_named import listed_products
    from functions.catalog.finding.product_page import product_page
    from functions.catalog.model.barcode import article_key
    from functions.catalog.model.category import inherited_class
    from functions.catalog.model.measure import Measure
    from functions.catalog.model.media import sizes_of
    from functions.catalog.model.visibility.visibility import Visibility
    from functions.catalog.products.named_products import SeenProducts, products_named, products_seen
    from functions.catalog.products.schemas import ListedProduct, MarketQuery, ProductView, VariantView
    from functions.catalog.products.show_stock import show_stock
    from functions.catalog.remembered.remember import favourites_and_history
    from functions.catalog.search.words.of_texts import search_tokens, search_words
    from functions.catalog.store.barcode_claims import barcodes_of, variant_of_barcode
    from functions.catalog.store.markets import known_markets, markets, markets_in, set_markets
    from functions.catalog.store.named import Named, missing_of
    from functions.catalog.store.named_variant import NamedVariant, named_variant, variant_id_of, visibility_of
    from functions.catalog.store.paths_of_categories import category_paths
    from functions.catalog.store.price_floor import check_price_of
    from functions.catalog.store.product_titles import product_titles
    from functions.catalog.store.sellables import Sellable, sellable_keys, sellables, sellables_in
    from functions.catalog.store.tax_classes import tax_classes_put
else:
    __getattr__ = lazily(
        __name__,
        {
            "feeds.plain_text": "plain_text",
            "finding.for_agents": "FoundProducts search_products",
            "model.barcode": "article_key",
            "model.measure": "Measure",
            "model.visibility.visibility": "Visibility",
            "model.media": "sizes_of",
            "model.category": "inherited_class",
            "finding.list_named": "listed_products",
            "finding.product_page": "product_page",
            "products.schemas": "ListedProduct MarketQuery ProductView VariantView",
            "products.named_products": "SeenProducts products_named products_seen",
            "products.show_stock": "show_stock",
            "remembered.remember": "favourites_and_history",
            "search.words.of_texts": "search_tokens search_words",
            "store.barcode_claims": "barcodes_of variant_of_barcode",
            "store.markets": "known_markets markets markets_in set_markets",
            "store.named": "Named missing_of",
            "store.named_variant": "NamedVariant named_variant variant_id_of visibility_of",
            "store.paths_of_categories": "category_paths",
            "store.price_floor": "check_price_of",
            "store.product_titles": "product_titles",
            "store.sellables": "Sellable sellable_keys sellables sellables_in",
            "store.tax_classes": "tax_classes_put",
        },
    )

__all__ = [
    "FoundProducts",
    "ListedProduct",
    "MarketQuery",
    "Measure",
    "Named",
    "NamedVariant",
    "ProductView",
    "SeenProducts",
    "Sellable",
    "VariantView",
    "Visibility",
    "article_key",
    "barcodes_of",
    "category_paths",
    "check_price_of",
    "favourites_and_history",
    "inherited_class",
    "known_markets",
    "listed_products",
    "markets",
    "markets_in",
    "missing_of",
    "named_variant",
    "plain_text",
    "product_page",
    "product_titles",
    "products_named",
    "products_seen",
    "search_products",
    "search_tokens",
    "search_words",
    "sellable_keys",
    "sellables",
    "sellables_in",
    "set_markets",
    "show_stock",
    "sizes_of",
    "tax_classes_put",
    "variant_id_of",
    "variant_of_barcode",
    "visibility_of",
]
