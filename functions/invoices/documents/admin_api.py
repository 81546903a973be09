"""Issued documents over HTTP, for staff."""

from __future__ import annotations

from typing import Any

from functions.invoices.documents.handed_out import PDF, XML, pdf_of, xml_of
from functions.invoices.documents.schemas import InvoiceDetailOut, InvoicePage, InvoicesQuery, detail_out
from functions.invoices.model.due import current_invoice
from functions.invoices.store.documents import account_of, document, find_documents, list_documents, list_theirs, sellers_of
from functions.shared.auth.scope import Scope
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page

document_api = Api("invoices")
_READ = "orders.read"
_MISSING, _UNREADABLE = (404, "not_found"), (503, "file_unreadable")
_NO_XML = (409, "currency_beyond_en16931")
_THEIRS = Scope(merchants=lambda _: ())
_OF_DOCUMENT = Scope(merchants=lambda req: sellers_of(document(req.path["id"])))


def _sellers_of_order(req: Any) -> frozenset[str]:
    found = current_invoice(account_of(req.path["id"]).documents)
    if found is None:
        raise NotFound("No invoice was issued for this order.")
    return sellers_of(found)


@document_api.operation(
    "GET",
    "/v1/admin/invoices",
    summary="Invoices and credit notes",
    permission=_READ,
    query=InvoicesQuery,
    response=InvoicePage,
    scope=_THEIRS,
)
def get_documents(req: Request[Any, InvoicesQuery]) -> InvoicePage:
    """The newest first; with `q` those with this number, or of the order with this number. Who acts for some merchants only sees those
    that are about nobody else's goods."""
    q, limit, cursor, merchants = req.query.q, req.query.limit, req.query.cursor, req.caller.merchants
    if merchants is not None:
        page = find_documents(q, limit=limit, cursor=cursor) if q else list_theirs(merchants, limit=limit, cursor=cursor)
        return InvoicePage.of(Page([one for one in page.data if sellers_of(one) <= merchants], page.next_cursor))
    return InvoicePage.of(find_documents(q, limit=limit, cursor=cursor) if q else list_documents(limit=limit, cursor=cursor))


@document_api.operation(
    "GET",
    "/v1/admin/invoices/{id}",
    summary="An invoice or credit note",
    permission=_READ,
    response=InvoiceDetailOut,
    errors=[_MISSING],
    scope=_OF_DOCUMENT,
)
def get_document(req: Request[Any, NoQuery]) -> InvoiceDetailOut:
    return detail_out(document(req.path["id"]))


@document_api.operation(
    "GET", "/v1/admin/invoices/{id}/invoice.pdf", summary="An invoice or credit note as PDF, for staff", permission=_READ,
    response_type=PDF, own_answers={302: []}, errors=[_MISSING, _UNREADABLE], scope=_OF_DOCUMENT,
)  # fmt: skip
def get_document_pdf(req: Request[Any, NoQuery]) -> Reply:
    """It is the answer if Accept begins with `application/pdf`; else 302 to a signed address."""
    return pdf_of(document(req.path["id"]), req.headers)


@document_api.operation(
    "GET", "/v1/admin/invoices/{id}/invoice.xml", summary="An invoice or credit note as UBL, for staff", permission=_READ,
    response_type=XML, errors=[_MISSING, _NO_XML, _UNREADABLE], scope=_OF_DOCUMENT,
)  # fmt: skip
def get_document_xml(req: Request[Any, NoQuery]) -> Reply:
    return xml_of(document(req.path["id"]))


@document_api.operation(
    "GET", "/v1/admin/orders/{id}/invoice.pdf", summary="The invoice of an order", permission=_READ, response_type=PDF,
    own_answers={302: []}, errors=[_MISSING, _UNREADABLE], scope=Scope(merchants=_sellers_of_order),
)  # fmt: skip
def get_invoice_of_order(req: Request[Any, NoQuery]) -> Reply:
    """The one that counts, as the PDF of an invoice is answered."""
    found = current_invoice(account_of(req.path["id"]).documents)
    if found is None:
        raise NotFound("No invoice was issued for this order.")
    return pdf_of(found, req.headers)
