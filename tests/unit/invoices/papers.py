"""Documents to be drawn and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from functions.invoices.model.document import Document, Kind, Party
from functions.invoices.model.rows import Row, Sold, rows_of, sums_of

SELLER = Party(
    "Example GmbH",
    "Hafenstr. 1",
    "Hamburg",
    "20457",
    country="DE",
    vat_number="DE136695976",
    email="post@example.com",
    registration="HRB 1",
)
BUYER = Party("Erika Mustermann", "Neuer Wall 2", "Hamburg", "20354", country="DE", email="erika@example.com", phone="+49 151 1")


def an_invoice(sold: Sequence[Sold], **changes: Any) -> Document:
    rows = rows_of(sold)
    made = Document(
        id="inv_1",
        kind=Kind.INVOICE,
        number="INV-2026-000001",
        entity_id="de",
        order_id="ord_1",
        order_number="26123112345678",
        currency="EUR",
        language="en",
        issued_at="2026-12-31T12:00:00.000Z",
        day="2026-12-31",
        supplied_on="2026-12-31",
        seller=SELLER,
        buyer=BUYER,
        rows=rows,
        cause="order",
        prepaid=sums_of(rows).gross,
    )
    return replace(made, **changes)


def a_note(invoice: Document, rows: Sequence[Row], n: int = 1) -> Document:
    return replace(
        invoice,
        id=f"inv_note{n}",
        kind=Kind.CREDIT_NOTE,
        number=f"CN-2026-{n:06d}",
        rows=list(rows),
        cause=f"ref_{n}",
        prepaid=0,
        basis_id=invoice.id,
        basis_number=invoice.number,
        basis_day=invoice.day,
    )
