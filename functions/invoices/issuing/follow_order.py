"""An order, its money or its refunds have moved: what is due of documents is issued, each once."""

from __future__ import annotations

from dataclasses import replace

from functions.invoices.issuing.issue import Of, issue
from functions.invoices.model.credit import Back
from functions.invoices.model.document import Document, Party
from functions.invoices.model.due import Refund, current_invoice, next_due
from functions.invoices.model.legal_entity import InvoiceSettings, IssueWhen, LegalEntity, entity_for
from functions.invoices.model.rows import DELIVERY, Sold, TaxPart
from functions.invoices.settings.tax_numbers import WrongTaxNumber, vat_number
from functions.invoices.store.documents import Account, account_of
from functions.invoices.store.invoice_settings import kept_settings
from functions.orders import Order, OrderBill, OrderLine, OrderRefund, order_bill
from functions.shared.places import place_of
from functions.shared.plain.i18n import localized
from functions.shared.plain.postal_address import Address
from functions.shared.store.again import again
from functions.shared.store.owned import OWN

ATTEMPTS = 60
"""A series is one counter: of many who issue at the same moment one is first, and the others try again."""
VAT_NUMBER = "vat_number"
_TAXES = ("tax", "tax_included")


def issue_due(order_id: str) -> list[Document]:
    """What was due and is issued now. None, where no legal entity invoices the order. Raises NotFound."""
    settings, issued = kept_settings().settings, list[Document]()
    if not settings.entities:
        # Those that have issued anything stay among them.
        return issued
    bill, known = order_bill(order_id), list[Account]()

    def issue_next() -> list[Document]:
        # What was just issued need not be read again; whoever is overtaken reads.
        account = known.pop() if known else account_of(order_id)
        if documents := _issue_next(bill, settings, account):
            known.append(account.followed_by(documents))
        return documents

    while documents := again(issue_next, attempts=ATTEMPTS):
        issued += documents
    return issued


def _issue_next(bill: OrderBill, settings: InvoiceSettings, account: Account) -> list[Document]:
    entity = entity_of(account, bill.order, settings)
    if entity is None:
        return []
    may = bill.paid and bool(entity.issue_when is IssueWhen.PAID or bill.first_left_at)
    drafts = next_due(sold_of(bill.order), refunds_of(bill), account.documents, may_invoice=may, revision=bill.order.revision)
    said = said_of(bill, account)
    return issue(account, [(draft, said) for draft in drafts], entity) if drafts else []


def entity_of(account: Account, order: Order, settings: InvoiceSettings) -> LegalEntity | None:
    """Whose invoice the order has, else who invoices orders that are delivered there."""
    invoice = current_invoice(account.documents)
    if invoice is not None:
        return next((one for one in settings.entities if one.id == invoice.entity_id), None)
    return entity_for(settings.entities, place_of(order.destination).country)


def refunds_of(bill: OrderBill) -> list[Refund]:
    """Whose money has gone, the oldest first; then what banks took by disputes that were lost, as an amount for nothing in particular."""
    given = [Refund(one.refund_id, _back(one), bill.came_back(one)) for one in bill.refunds]
    return [*given, *(Refund(one.dispute_id, Back(other=one.amount), one.came_back, by_bank=True) for one in bill.taken_back)]


def said_of(bill: OrderBill, account: Account, buyer: Party | None = None) -> Of:
    """The buyer is whom its invoice names, or `buyer`; before there is one, whom the order names."""
    order, invoice = bill.order, current_invoice(account.documents)
    known = buyer or (invoice.buyer if invoice else replace(party(order.address), vat_number=_vat_number(order)))
    to = place_of(order.destination).country
    of = Of(order.id, order.number, order.currency, order.language, known, bill.captured, bill.first_left_at, to if len(to) == 2 else "")
    return replace(of, merchants=sellers if (sellers := tuple(sorted({line.merchant_id or OWN for line in order.lines}))) != (OWN,) else ())


def _vat_number(order: Order) -> str:
    """Of a buyer that is a business: what the storefront kept with the cart as metadata, if it is one of their country."""
    try:
        return vat_number(place_of(order.address).country, order.metadata.get(VAT_NUMBER, ""))
    except WrongTaxNumber:
        return ""


def party(address: Address) -> Party:
    """Without e-mail and telephone: an invoice need not tell them, and a link to it may come into other hands."""
    country = place_of(address).country
    return Party(
        name=address.name or address.email or "",
        street=" ".join(filter(None, (address.district, address.street))),
        city=address.city,
        postal_code=address.postal_code,
        region=address.province,
        country=country if len(country) == 2 else "",
    )


def sold_of(order: Order) -> list[Sold]:
    """All that the order was paid for."""
    delivery = order.totals.total - sum(line.total for line in order.lines)
    sold = [Sold(line.line_id, _title(line, order.language), line.quantity, line.unit_price, line.discount, line.total,
                 _taxes(order, line.line_id), line.sku) for line in order.lines]  # fmt: skip
    if delivery:
        off = order.totals.discount - sum(line.discount for line in order.lines)
        title = localized(order.delivery.service_names, [order.language]) or order.delivery.service or order.delivery.carrier
        sold.append(Sold(DELIVERY, title, 1, order.totals.shipping, off, delivery, _taxes(order, None)))
    return sold


def _taxes(order: Order, line_id: str | None) -> list[TaxPart]:
    parts = [part for part in order.parts if part.kind in _TAXES and part.line_id == line_id]
    return [
        TaxPart(part.title, part.rate, part.base, part.amount, part.kind == "tax_included", part.category, part.reason) for part in parts
    ]


def _title(line: OrderLine, language: str) -> str:
    chosen = ", ".join(line.options.values())
    return localized(line.title, [language]) + (f" ({chosen})" if chosen else "")


def _back(refund: OrderRefund) -> Back:
    return Back({line.line_id: (line.quantity, line.amount) for line in refund.lines}, refund.shipping, refund.other)
