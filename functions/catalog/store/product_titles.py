"""Face: what products are called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from functions.catalog.store.records import PRODUCT_SK, ProductRecord, product_pk
from functions.shared.store.records import find_many


def product_titles(ids: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """By id, in all their languages; who is gone is left out. One BatchGetItem per 100."""
    wanted = {product_pk(one): one for one in ids}
    found = find_many({ProductRecord: [(pk, PRODUCT_SK) for pk in wanted]}) if wanted else {}
    return {wanted[pk]: json.loads(record.body or "{}").get("title", {}) for (_, pk, _), record in found.items()}
