"""An issued file to whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from functions.invoices.documents.files import TYPES, file_of, keep_files
from functions.invoices.model.document import Document
from functions.invoices.store.file_keys import Form, key_of
from functions.shared.http.operation import Reply
from functions.shared.outside.objects import download_url
from functions.shared.plain.errors import Conflict
from functions.shared.plain.money import exponent

PDF, XML = TYPES[Form.PDF], TYPES[Form.XML]
_LASTS = timedelta(minutes=10)
_MOST_DECIMALS = 2


def pdf_of(document: Document, headers: Mapping[str, str]) -> Reply:
    """The gateway gives bytes only to a caller whose Accept begins with `application/pdf`. To others it is lent (302)."""
    if headers.get("accept", "").split(",")[0].partition(";")[0].strip().lower() == PDF:
        content = file_of(document, Form.PDF)
        return Reply(content, headers={"Content-Disposition": f'inline; filename="{document.number}.pdf"'})
    key = key_of(document, Form.PDF, keep_files(document).pdf)
    return Reply(None, status=302, headers={"Location": download_url(key, lasts=_LASTS, filename=f"{document.number}.pdf")})


def xml_of(document: Document) -> Reply:
    """Raises Conflict (409 `currency_beyond_en16931`): its amounts have two decimals at most (BR-DEC rules), and an amount that was rounded
    would not be what was paid. The PDF is the invoice then."""
    if exponent(document.currency) > _MOST_DECIMALS:
        raise Conflict(
            f"EN 16931 knows two decimals, and {document.currency} has three: this invoice is there as PDF.",
            code="currency_beyond_en16931",
            currency=document.currency,
        )
    return Reply(file_of(document, Form.XML).decode(), headers={"Content-Disposition": f'attachment; filename="{document.number}.xml"'})
