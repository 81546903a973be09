"""Events of invoices."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class InvoiceIssued:
    """A document got its number. kind: invoice | credit_note; `total` with its `tax`; `basis_id`: what it takes back or stands in for."""

    TYPE: ClassVar[str] = "invoice.issued"
    VERSION: ClassVar[int] = 1
    invoice_id: str
    number: str
    kind: str
    order_id: str
    entity_id: str
    currency: str
    total: int
    tax: int
    basis_id: str = ""
