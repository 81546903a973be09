"""What a row is told whose SKU cannot be taken: it must be true of variants the shop has as well."""

from __future__ import annotations

import pytest

from functions.catalog.imports.files.sheet import CellReader


@pytest.mark.parametrize(("given", "code"), [("DUP", "duplicate_sku"), ("x" * 200, "sku_too_long")])
def test_no_new_sku_is_told_of_a_variant_the_shop_has(given: str, code: str) -> None:
    """A row of S, which had DUP in the shop and kept it, was told of a new SKU that nobody got."""
    reader = CellReader("shirt", "CNY", None, {3: 2})
    made = reader.sku(3 if given == "DUP" else 4, {"SKU": given}, "SKU", 1, {"Size": "S"})
    (remark,) = reader.remarks
    assert remark.code == code
    assert remark.detail.endswith(f"A variant that the shop has keeps its own; a new one gets {made}.")
