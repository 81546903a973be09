"""The way to what draws. It is imported when something is printed: reportlab and the font cost a start that lists nothing of it."""

from __future__ import annotations

from functions.invoices.model.document import Document


def drawn(document: Document) -> bytes:
    from functions.invoices.documents.printing.invoice import invoice_pdf

    return invoice_pdf(document)
