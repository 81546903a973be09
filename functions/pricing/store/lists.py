"""The price lists of the shop."""

from __future__ import annotations

from functions.pricing.model.price_list import PriceLists
from functions.pricing.store.kept_document import KeptDocument
from functions.pricing.store.records import LISTS

price_lists = KeptDocument(LISTS, PriceLists)


def known_lists() -> PriceLists:
    """At most a minute old."""
    return price_lists.known()
