"""An issued document as UBL 2.1 that keeps to EN 16931: `Invoice` and `CreditNote`, all amounts positive. Pure."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from functions.invoices.model.document import Document, Kind, Party
from functions.invoices.model.exemption import exemption, exemption_code
from functions.invoices.model.rows import NO_TAX, Row, percent, rate_sums
from functions.shared.events.contracts.invoices import VatCategory
from functions.shared.plain.money import Money, to_decimal

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_CUSTOMIZATION = "urn:cen.eu:en16931:2017"
_PIECE = "H87"
_CODES = {"XK": "1A"}
"""Countries that the code list of EN 16931 (BR-CL-14) names otherwise: Kosovo."""
_OF_ITS_OWN = {"GR": "EL", "CH": "CHE"}
"""What numbers for VAT begin with, where that is not the country's code."""
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has not (section 2.2)."""
_TERMS = {
    Kind.INVOICE: {"zh": "货到付款或按约定付款", "en": "To be paid as agreed with the order"},
    Kind.CREDIT_NOTE: {"zh": "已按原付款方式退款", "en": "Refunded the way it was paid"},
}


def ubl(document: Document) -> bytes:
    """The same document gives the same bytes."""
    return _Writer(document).written()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.of = document
        self.is_out_of_scope = any(row.category == VatCategory.O for row in document.rows)
        self.is_note = document.kind is Kind.CREDIT_NOTE
        self.name = "CreditNote" if self.is_note else "Invoice"
        self.root = Element(
            self.name,
            {
                "xmlns": f"{_UBL}:{self.name}-2",
                "xmlns:cac": f"{_UBL}:CommonAggregateComponents-2",
                "xmlns:cbc": f"{_UBL}:CommonBasicComponents-2",
            },
        )

    def written(self) -> bytes:
        of, root = self.of, self.root
        _text(root, "CustomizationID", _CUSTOMIZATION)
        _text(root, "ID", of.number)
        _text(root, "IssueDate", of.day)
        _text(root, f"{self.name}TypeCode", "381" if self.is_note else "380")
        _text(root, "DocumentCurrencyCode", of.currency)
        _text(_part(root, "OrderReference"), "ID", of.order_number)
        if of.basis_number:
            reference = _part(root, "BillingReference", "InvoiceDocumentReference")
            _text(reference, "ID", of.basis_number)
            _text(reference, "IssueDate", of.basis_day)
        self._party("AccountingSupplierParty", of.seller, sells=True)
        self._party("AccountingCustomerParty", of.buyer, sells=False)
        delivery = _part(root, "Delivery")
        _text(delivery, "ActualDeliveryDate", of.supplied_on)
        if of.delivered_to:
            code = _CODES.get(of.delivered_to, of.delivered_to)
            _text(_part(delivery, "DeliveryLocation", "Address", "Country"), "IdentificationCode", code)
        if self.is_note or of.due:
            _text(_part(root, "PaymentTerms"), "Note", _TERMS[of.kind]["zh" if of.language.startswith("zh") else "en"])
        self._taxes()
        self._totals()
        for n, row in enumerate(of.rows, start=1):
            self._line(n, row)
        return bytes(tostring(root, encoding="utf-8", xml_declaration=True))

    def _party(self, role: str, party: Party, *, sells: bool) -> None:
        made = _part(self.root, role, "Party")
        # Who sells what is outside the scope of VAT appears without a number for it, and so does who buys.
        vat = "" if self.is_out_of_scope else _vat_number(party)
        if sells and not vat:
            _text(_part(made, "PartyIdentification"), "ID", party.registration or self.of.entity_id)
        address = _part(made, "PostalAddress")
        _text(address, "StreetName", party.street)
        _text(address, "CityName", party.city)
        _text(address, "PostalZone", party.postal_code)
        _text(address, "CountrySubentity", party.region)
        if party.country:
            _text(_part(address, "Country"), "IdentificationCode", _CODES.get(party.country, party.country))
        for number, scheme in ((vat, "VAT"), (party.tax_number, "TAX")):
            # Of a buyer EN 16931 knows the number for VAT only.
            if number and (sells or scheme == "VAT"):
                tax = _part(made, "PartyTaxScheme")
                _text(tax, "CompanyID", number)
                _text(_part(tax, "TaxScheme"), "ID", scheme)
        legal = _part(made, "PartyLegalEntity")
        _text(legal, "RegistrationName", party.name)
        _text(legal, "CompanyID", party.registration)
        if party.email or party.phone:
            contact = _part(made, "Contact")
            _text(contact, "Telephone", party.phone)
            _text(contact, "ElectronicMail", party.email)

    def _taxes(self) -> None:
        total = _part(self.root, "TaxTotal")
        self._amount(total, "TaxAmount", self.of.sums.tax)
        for one in rate_sums(self.of.rows):
            subtotal = _part(total, "TaxSubtotal")
            self._amount(subtotal, "TaxableAmount", one.net)
            self._amount(subtotal, "TaxAmount", one.tax)
            self._category(subtotal, "TaxCategory", one.rate, one.category, exemption(one.category, one.reason, self.of.language))

    def _totals(self) -> None:
        sums, prepaid = self.of.sums, self.of.prepaid
        total = _part(self.root, "LegalMonetaryTotal")
        self._amount(total, "LineExtensionAmount", sums.net)
        self._amount(total, "TaxExclusiveAmount", sums.net)
        self._amount(total, "TaxInclusiveAmount", sums.gross)
        if prepaid:
            self._amount(total, "PrepaidAmount", prepaid)
        self._amount(total, "PayableAmount", sums.gross - prepaid)

    def _line(self, n: int, row: Row) -> None:
        line = _part(self.root, f"{self.name}Line")
        _text(line, "ID", str(n))
        # Money that goes back for no piece is one of itself.
        quantity = str(row.quantity or 1)
        _text(line, "CreditedQuantity" if self.is_note else "InvoicedQuantity", quantity).set("unitCode", _PIECE)
        self._amount(line, "LineExtensionAmount", row.net)
        item = _part(line, "Item")
        _text(item, "Name", row.title)
        if row.sku:
            _text(_part(item, "SellersItemIdentification"), "ID", row.sku)
        self._category(item, "ClassifiedTaxCategory", row.rate, row.category)
        # The price of all its pieces: one piece's would have to be rounded.
        price = _part(line, "Price")
        self._amount(price, "PriceAmount", row.net)
        _text(price, "BaseQuantity", quantity).set("unitCode", _PIECE)

    def _category(self, parent: Element, name: str, rate: str, category: str, reason: str = "") -> None:
        known = category or (VatCategory.Z.value if rate == NO_TAX else "S")
        made = _part(parent, name)
        _text(made, "ID", known)
        if known != VatCategory.O:
            _text(made, "Percent", percent(rate))
        if reason:
            _text(made, "TaxExemptionReasonCode", exemption_code(category))
            _text(made, "TaxExemptionReason", reason)
        _text(_part(made, "TaxScheme"), "ID", "VAT")

    def _amount(self, parent: Element, name: str, amount: int) -> None:
        _text(parent, name, str(to_decimal(Money(amount, self.of.currency)))).set("currencyID", self.of.currency)


def _vat_number(party: Party) -> str:
    """With its country in front (BR-CO-09). In China it is the one tax number."""
    number = party.vat_number or (party.tax_number if party.country == "CN" else "")
    prefix = _OF_ITS_OWN.get(party.country, party.country)
    return number if not number or number.startswith(prefix) else prefix + number


def _part(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, f"cac:{name}")
    return parent


def _text(parent: Element, name: str, text: str) -> Element:
    """An element without text is left out: none of EN 16931 may be empty."""
    made = Element(f"cbc:{name}")
    made.text = _NO_XML.sub("", text).strip()
    if made.text:
        parent.append(made)
    return made
