"""Issued documents as they are told."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.invoices.model.document import Document, Kind, Party
from functions.invoices.model.rows import rate_sums
from functions.shared.contact.address import PostalCode
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import MoneyModel, Schema, ShortName
from functions.shared.plain.pages import Page


class PartyOut(Schema):
    name: str
    street: str
    city: str
    postal_code: str
    region: str
    country: str
    vat_number: str
    tax_number: str

    @classmethod
    def of(cls, party: Party) -> PartyOut:
        return cls(**{name: getattr(party, name) for name in cls.model_fields})


class InvoiceRowOut(Schema):
    """`line_id`: of the order; `delivery` for its delivery. `rate` is a decimal text."""

    line_id: str
    title: str
    quantity: int
    net: MoneyModel
    tax: MoneyModel
    rate: str
    total: MoneyModel


class InvoiceTaxOut(Schema):
    name: str
    rate: str
    net: MoneyModel
    tax: MoneyModel


class InvoiceOut(Schema):
    """`refers_to`: the document that it takes back or stands in for."""

    id: str
    number: str
    kind: Kind
    order_id: str
    order_number: str
    issued_at: str
    day: str = Field(description="Of issue, where the seller is.", examples=["2026-12-31"])
    net: MoneyModel
    tax: MoneyModel
    total: MoneyModel
    due: MoneyModel
    refers_to: str | None
    pdf_url: str
    xml_url: str


class InvoiceDetailOut(InvoiceOut):
    seller: PartyOut
    buyer: PartyOut
    rows: list[InvoiceRowOut]
    taxes: list[InvoiceTaxOut]


class InvoicesOut(Schema):
    data: list[InvoiceOut]
    next_cursor: str | None = None


class InvoicePage(Schema):
    data: list[InvoiceOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Document]) -> InvoicePage:
        return cls(data=[invoice_out(one, staff=True) for one in page.data], next_cursor=page.next_cursor)


class InvoicesQuery(PageQuery):
    q: Annotated[str, StringConstraints(max_length=100)] = Field("", description="The number of an invoice or of an order.")


def invoice_out(of: Document, *, staff: bool) -> InvoiceOut:
    return InvoiceOut(**_told(of, staff=staff))


def detail_out(of: Document) -> InvoiceDetailOut:
    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, of.currency)

    rows = [
        InvoiceRowOut(
            line_id=row.id,
            title=row.title,
            quantity=row.quantity,
            net=money(row.net),
            tax=money(row.tax),
            rate=row.rate,
            total=money(row.gross),
        )
        for row in of.rows
    ]
    taxes = [InvoiceTaxOut(name=one.name, rate=one.rate, net=money(one.net), tax=money(one.tax)) for one in rate_sums(of.rows)]
    told = _told(of, staff=True)
    return InvoiceDetailOut(**told, seller=PartyOut.of(of.seller), buyer=PartyOut.of(of.buyer), rows=rows, taxes=taxes)


def _told(of: Document, *, staff: bool) -> dict[str, object]:
    base = f"/v1/admin/invoices/{of.id}" if staff else f"/v1/orders/{of.order_id}/invoices/{of.id}"
    amounts = {"net": of.sums.net, "tax": of.sums.tax, "total": of.sums.gross, "due": of.due if of.kind is Kind.INVOICE else 0}
    return {
        "id": of.id,
        "number": of.number,
        "kind": of.kind,
        "order_id": of.order_id,
        "order_number": of.order_number,
        "issued_at": of.issued_at,
        "day": of.day,
        "refers_to": of.basis_number or None,
        "pdf_url": f"{base}/invoice.pdf",
        "xml_url": f"{base}/invoice.xml",
        **{name: MoneyModel.shown(amount, of.currency) for name, amount in amounts.items()},
    }


class BuyerIn(Schema):
    """Whom the new invoice names; what is left out stays as it was. The tax number is checked by the rules of its country."""

    name: ShortName | None = None
    street: ShortName | None = None
    city: ShortName | None = None
    postal_code: PostalCode | None = None
    vat_number: Annotated[str, StringConstraints(max_length=20)] | None = Field(default=None, examples=["DE136695976"])


class ReissueIn(Schema):
    buyer: BuyerIn
