"""The record of a flash sale."""

from __future__ import annotations

from functions.promotions.store.records import FLASH_SK, PromotionsTable, flash_pk
from functions.shared.plain import ids
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find


def sale_record(sale_id: str) -> PromotionsTable:
    """Raises NotFound."""
    record = find(PromotionsTable, flash_pk(sale_id), FLASH_SK) if ids.is_id("fls", sale_id) else None
    if record is None:
        raise NotFound("There is no such flash sale.")
    return record
