"""Products that lack safety data in the markets of the shop: those from before a market asked for it stay on sale, and stand here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from functions.catalog.model.product import Product, Status
from functions.catalog.safety.check_safety import asking_countries, safety_gaps
from functions.catalog.store.card_lists import cards, product_id_of
from functions.catalog.store.records import PRODUCT_SK, CardRecord, ProductRecord
from functions.catalog.store.repository import variants_of
from functions.shared.plain import pages
from functions.shared.plain.errors import Fault, Unreadable
from functions.shared.store.records import find_many

_LOOKED_AT, _ROUNDS = 50, 7
Lacking = tuple[Product, list[Fault]]


def list_gaps(statuses: Sequence[Status], *, limit: int, cursor: str | None) -> pages.Page[Lacking]:
    """Newest first. One request for the cards and one for the products of each 50 that are looked at, 350 at most."""
    query = {"list": "safety_gaps", "status": ",".join(statuses)}
    before = pages.decode(cursor, query)
    if before is not None and not isinstance(before, str):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    countries = asking_countries()
    if not countries:
        return pages.Page([], None)
    newest = cards(statuses, after=before, newest_first=True, at_once=_LOOKED_AT)
    found: list[Lacking] = []
    for _ in range(_ROUNDS):
        chunk = list(islice(newest, _LOOKED_AT))
        for card, lacking in _lacking(chunk, countries):
            found.append(lacking)
            if len(found) == limit:
                return pages.Page(found, pages.encode(product_id_of(card), query))
        if len(chunk) < _LOOKED_AT:
            return pages.Page(found, None)
    return pages.Page(found, pages.encode(product_id_of(chunk[-1]), query))


def _lacking(chunk: Sequence[CardRecord], countries: frozenset[str]) -> list[tuple[CardRecord, Lacking]]:
    records = find_many({ProductRecord: [(card.pk, PRODUCT_SK) for card in chunk]}, consistent=False) if chunk else {}
    found = []
    for card in chunk:
        record = records.get((ProductRecord, card.pk, PRODUCT_SK))
        if not isinstance(record, ProductRecord):
            continue
        product = record.content(Product)
        if gaps := safety_gaps(product, variants_of(product), countries):
            found.append((card, (product, gaps)))
    return found
