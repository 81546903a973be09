"""The streams of the catalogue and of field definitions → variants and cards that mirror a product or a brand; the search index; what
feeds have to follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.catalog.feeds.note_changes import note_changes
from functions.catalog.finding.index_products import index_changes
from functions.catalog.products.project_products import project_change
from functions.shared.events.batches import each_change
from functions.shared.events.parts import Part, Parts


def project_products(event: Mapping[str, Any]) -> dict[str, Any]:
    """Variants and cards mirror their product and its brand."""
    return each_change(event, project_change, consumer="catalog-projector")


FOLLOWERS = Parts(
    Part(frozenset({"product", "brand"}), project_products),
    Part(frozenset({"card", "category", "tag", "field_definition"}), index_changes),
)
"""Of the stream of the catalogue table, and of the platform's for definitions of fields."""


def follow_catalogue(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    # First, and where it fails the whole batch comes again: what is noted twice is made once.
    note_changes(event)
    return FOLLOWERS.follow(event)
