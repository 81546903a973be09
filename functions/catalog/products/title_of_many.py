"""What products are called, many at once, for pages that name them by their ids."""

from __future__ import annotations

import json
from collections.abc import Iterable

from functions.catalog.model.product import PLATFORM
from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many


@dataclass(frozen=True)
class Titled:
    id: str
    title: dict[str, str]
    merchant_id: str


def titles_of(ids: Iterable[str]) -> list[Titled]:
    """In the order of the ids; who is gone is left out. One BatchGetItem per 100."""
    keys = [(product_pk(one), PRODUCT_SK) for one in dict.fromkeys(ids)]
    found = find_many({ProductRecord: keys})
    told = [json.loads(record.body or "{}") for key in keys if (record := found.get((ProductRecord, *key)))]
    return [Titled(one["id"], one.get("title", {}), one.get("merchant_id", PLATFORM)) for one in told]
