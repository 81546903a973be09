"""Product search: one document and one contract (port.py), two engines (tantivy on S3 and /tmp; OpenSearch).

    document.py  what is known of a product          port.py      question, answer, protocols
    words/, fields.py  product → tokens              plan.py      query text → readings (stages and tiers)
    tantivy/     states of the index on S3 and /tmp  live_index.py the state of now
    opensearch/  the second engine                   engine.py    chooses one by settings

tantivy, rjieba, pypinyin and opensearch-py are imported on first use, inside functions: only who searches pays for them.
"""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.catalog.search.document import UNSEARCHED, ProductDocument, counted_with, hidden_in
    from functions.catalog.search.engine import search_index, search_writer
    from functions.catalog.search.port import (
        ALL_FACETS,
        FIELD_PREFIX,
        PRICE_BOUNDS,
        FacetName,
        Facets,
        Filters,
        Hit,
        Piece,
        Position,
        PriceRange,
        SearchIndex,
        SearchQuery,
        SearchResult,
        SearchWriter,
        Sort,
        Suggestion,
        Within,
    )
else:
    __getattr__ = lazily(
        __name__,
        {
            "document": "UNSEARCHED ProductDocument counted_with hidden_in",
            "engine": "search_index search_writer",
            "port": "ALL_FACETS FIELD_PREFIX PRICE_BOUNDS FacetName Facets Filters Hit Piece Position PriceRange SearchIndex SearchQuery "
            "SearchResult SearchWriter Sort Suggestion Within",
        },
    )

__all__ = [
    "ALL_FACETS",
    "FIELD_PREFIX",
    "PRICE_BOUNDS",
    "UNSEARCHED",
    "FacetName",
    "Facets",
    "Filters",
    "Hit",
    "Piece",
    "Position",
    "PriceRange",
    "ProductDocument",
    "SearchIndex",
    "SearchQuery",
    "SearchResult",
    "SearchWriter",
    "Sort",
    "Suggestion",
    "Within",
    "counted_with",
    "hidden_in",
    "search_index",
    "search_writer",
]
