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
    from functions.catalog.search.fields import whole
    from functions.catalog.search.port import (
        ALL_FACETS,
        FIELD_PREFIX,
        MAX_PINS,
        PRICE_BOUNDS,
        Boost,
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
        Seer,
        Sort,
        Suggestion,
        Within,
    )
    from functions.catalog.search.rungs import Rung, ladder
    from functions.catalog.search.sort_keys import rank_of
    from functions.catalog.search.synonyms import OtherText, Synonyms, phrase_of
else:
    __getattr__ = lazily(
        __name__,
        {
            "document": "UNSEARCHED ProductDocument counted_with hidden_in",
            "engine": "search_index search_writer",
            "fields": "whole",
            "port": "ALL_FACETS FIELD_PREFIX MAX_PINS PRICE_BOUNDS Boost FacetName Facets Filters Hit Piece Position PriceRange "
            "SearchIndex SearchQuery SearchResult SearchWriter Seer Sort Suggestion Within",
            "rungs": "Rung ladder",
            "sort_keys": "rank_of",
            "synonyms": "OtherText Synonyms phrase_of",
        },
    )

__all__ = [
    "ALL_FACETS",
    "FIELD_PREFIX",
    "MAX_PINS",
    "PRICE_BOUNDS",
    "UNSEARCHED",
    "Boost",
    "FacetName",
    "Facets",
    "Filters",
    "Hit",
    "OtherText",
    "Piece",
    "Position",
    "PriceRange",
    "ProductDocument",
    "Rung",
    "SearchIndex",
    "SearchQuery",
    "SearchResult",
    "SearchWriter",
    "Seer",
    "Sort",
    "Suggestion",
    "Synonyms",
    "Within",
    "counted_with",
    "hidden_in",
    "ladder",
    "phrase_of",
    "rank_of",
    "search_index",
    "search_writer",
    "whole",
]
