"""What categories, brands, tags and attributes are called, for facets: read once a minute, not once a request."""

from __future__ import annotations

import time
from functools import cached_property

from functions.catalog.finding.searchable_fields import facet_definitions
from functions.catalog.model.attribute import AttributeDefinition
from functions.catalog.model.brand import Brand
from functions.catalog.model.category import Category, Tree
from functions.catalog.model.tag import Tag
from functions.catalog.store.records import BRANDS_INDEX, TAGS_PK, BrandRecord, TagRecord
from functions.catalog.store.repository import brand_record, stored_tree
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound

_FRESH_SECONDS = 60.0


@dataclass(frozen=True)
class Names:
    tree: Tree
    brands: dict[str, Brand]
    tags: dict[str, Tag]
    read_at: float

    @property
    def attributes(self) -> dict[str, AttributeDefinition]:
        """By code; where two categories declare the same code, one of them."""
        return self._of_categories | facet_definitions()

    @cached_property
    def _of_categories(self) -> dict[str, AttributeDefinition]:
        declared = (definition for category in self.tree.categories.values() for definition in category.attributes)
        return {definition.code: definition for definition in declared}


_known: list[Names] = []


def names() -> Names:
    """At most a minute old; three queries when older."""
    if not _known or time.monotonic() - _known[0].read_at > _FRESH_SECONDS:
        brands = (load(Brand, record.body) for record in BrandRecord.gsi1.query(BRANDS_INDEX))
        tags = {record.sk: load(Tag, record.body) for record in TagRecord.query(TAGS_PK)}
        _known[:] = [Names(stored_tree(consistent=False).tree, {brand.id: brand for brand in brands}, tags, time.monotonic())]
    return _known[0]


def category_called(reference: str) -> Category:
    """By id or slug, also one that it once had. Raises NotFound; one that is not known in this minute costs a query."""
    found = names().tree.called(reference) or stored_tree().tree.called(reference)
    if found is None:
        raise NotFound("There is no such category.")
    return found


def check_brand(brand_id: str) -> None:
    """Raises NotFound; a brand made in this minute costs a read."""
    if brand_id not in names().brands:
        brand_record(brand_id)


def forget() -> None:
    _known.clear()
