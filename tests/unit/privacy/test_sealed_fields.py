"""What a domain seals, erasure knows: else it would put it back in clear where it empties the rest."""

from __future__ import annotations

import pytest

from functions.aftersales.store import sealed as aftersales
from functions.invoices.store import sealed as invoices
from functions.orders.store.people import fields
from functions.privacy.model.registry import Fate, personal_kind

SEALED = {
    ("orders", "order"): fields.ORDER,
    ("orders", "draft"): fields.DRAFT,
    ("orders", "amendment"): fields.AMENDMENT,
    ("orders", "shipment"): fields.PARCEL,
    ("orders", "exception"): fields.CASE,
    ("orders", "review"): fields.REVIEW,
    ("carts", "cart"): fields.CART,
    ("aftersales", "case"): aftersales.CASE,
    ("aftersales", "complaint"): aftersales.COMPLAINT,
    ("aftersales", "survey"): aftersales.SURVEY,
    ("invoices", "document"): invoices.DOCUMENT,
    ("invoices", "fapiao"): invoices.FAPIAO,
    ("invoices", "titles"): invoices.TITLES,
}


@pytest.mark.parametrize(("table", "kind"), SEALED)
def test_each_sealed_field_is_forgotten_with_its_person(table: str, kind: str) -> None:
    """H14, O01"""
    known = personal_kind(table, kind)
    assert known is not None
    assert known.fate is Fate.REMOVED or set(SEALED[(table, kind)]) <= set(known.fields)
