"""Invoices over HTTP, for buyers. A guest shows the order's token as X-Order-Token, or a link; another's order is a 404."""

from __future__ import annotations

from typing import Any

from functions.invoices.documents.handed_out import PDF, XML, pdf_of, xml_of
from functions.invoices.documents.schemas import InvoicesOut, invoice_out
from functions.invoices.model.document import Document
from functions.invoices.store.documents import account_of, document
from functions.orders import check_visible
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound

invoice_api = Api("invoices")
_PATH = "/v1/orders/{id}/invoices"
_MISSING, _UNREADABLE = (404, "not_found"), (503, "file_unreadable")
_NO_XML = (409, "currency_beyond_en16931")


@invoice_api.operation("GET", _PATH, summary="Invoices and credit notes of an order", response=InvoicesOut, errors=[_MISSING])
def get_invoices(req: Request[Any, NoQuery]) -> InvoicesOut:
    """The oldest first. The invoice is issued shortly after the order is paid (or has left, as its seller wants it)."""
    _check(req)
    return InvoicesOut(data=[invoice_out(one, staff=False) for one in account_of(req.path["id"]).documents])


@invoice_api.operation(
    "GET", _PATH + "/{invoice_id}/invoice.pdf", summary="An invoice or credit note as PDF", response_type=PDF, own_answers={302: []},
    errors=[_MISSING, _UNREADABLE],
)  # fmt: skip
def get_pdf(req: Request[Any, NoQuery]) -> Reply:
    """It is the answer if Accept begins with `application/pdf`; else 302 to a signed address. Always the same bytes."""
    return pdf_of(_document(req), req.headers)


@invoice_api.operation(
    "GET", _PATH + "/{invoice_id}/invoice.xml", summary="An invoice or credit note as UBL (EN 16931)", response_type=XML,
    errors=[_MISSING, _NO_XML, _UNREADABLE],
)  # fmt: skip
def get_xml(req: Request[Any, NoQuery]) -> Reply:
    """Always the same bytes."""
    return xml_of(_document(req))


def _document(req: Request[Any, Any]) -> Document:
    _check(req)
    found = document(req.path["invoice_id"])
    if found.order_id != req.path["id"]:
        raise NotFound("There is no such invoice.")
    return found


def _check(req: Request[Any, Any]) -> None:
    check_visible(req.path["id"], caller=req.caller, order_token=req.headers.get("x-order-token"))
