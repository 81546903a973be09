"""X28: every category of EN 16931 in an invoice and its credit note, valid by schema and schematron."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from lxml import etree

from functions.invoices.documents.printing.invoice import invoice_pdf
from functions.invoices.documents.ubl import ubl
from functions.invoices.model.credit import Back, credited
from functions.invoices.model.document import Document, Party
from functions.invoices.model.rows import DELIVERY, Sold, TaxPart, rate_sums
from tests.support.papers import boxes_of, written
from tests.unit.invoices.en16931 import broken_rules
from tests.unit.invoices.papers import SELLER, a_note, an_invoice
from tests.unit.invoices.test_rows import inside

_COMPANY = Party("Exemple SARL", "1 rue du Port", "Paris", "75001", country="FR", vat_number="FR40303265045")
_CASES: dict[str, tuple[dict[str, Any], str]] = {
    "Z": ({}, ""),
    "E": ({}, "Exempt from tax"),
    "AE": ({"buyer": _COMPANY}, "Reverse charge: the buyer owes the tax"),
    "K": ({"buyer": _COMPANY, "delivered_to": "FR"}, "Intra-Community supply, exempt"),
    "G": ({"buyer": Party("Max Muster", "Bahnhofstr. 1", "Zürich", "8001", country="CH"), "delivered_to": "CH"}, "Export, exempt"),
    "O": ({"buyer": _COMPANY, "seller": SELLER}, "Not subject to VAT"),
}


def untaxed(id_: str, price: int, category: str, reason: str = "", quantity: int = 1) -> Sold:
    part = TaxPart("VAT", "0", price, 0, included=False, category=category, reason=reason)
    return Sold(id_, f"Item {id_}", quantity, price // quantity, 0, price, (part,))


def said(document: Document, name: str) -> list[str]:
    tree = etree.fromstring(ubl(document))
    return [str(one.text) for one in tree.iter("{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}" + name)]


@pytest.mark.parametrize("category", _CASES)
def test_an_invoice_and_its_credit_note_are_valid(category: str) -> None:
    """A gift and a delivery that no rate is for bear none for the same reason."""
    changes, reason = _CASES[category]
    sold = [untaxed("a", 9_000, category, quantity=3), Sold("gift", "Gift", 1, 0, 0, 0), Sold(DELIVERY, "DHL", 1, 500, 0, 500)]
    invoice = an_invoice(sold, **changes)
    note = a_note(invoice, credited(invoice.rows, [], Back({"a": (1, 3_000)}, shipping=100, other=77)))
    for document in (invoice, note):
        assert broken_rules(ubl(document)) == []
        assert said(document, "TaxExemptionReason") == ([reason] if reason else [])
        assert category in said(document, "ID")
        assert reason.replace(" ", "") in written(invoice_pdf(document))


def test_figures_of_any_length_stand_beside_each_other() -> None:
    """What is too long for its column is smaller: no figure is drawn over another."""
    rupiah = an_invoice([inside("a", 999_999_999_999, "0.11", quantity=999_999)], currency="IDR")
    boxes = boxes_of(invoice_pdf(rupiah))
    assert len(boxes) > 20
    assert not [(one, other) for one, other in combinations(boxes, 2) if one[0] < other[2] and other[0] < one[2] and one[1] < other[3]
                and other[1] < one[3]]  # fmt: skip


def test_taxed_and_exempt_goods_on_one_invoice() -> None:
    own = "Steuerfrei nach § 4 Nr. 21 UStG"
    invoice = an_invoice([inside("a", 11_900, "0.19"), untaxed("b", 2_000, "E", own), untaxed("c", 1_000, "Z")])
    assert [(one.rate, one.category, one.net) for one in rate_sums(invoice.rows)] == [
        ("0.19", "", 10_000),
        ("0", "E", 2_000),
        ("0", "Z", 1_000),
    ]
    assert said(invoice, "TaxExemptionReason") == [own]
    for document in (invoice, a_note(invoice, credited(invoice.rows, [], Back(other=1_490)))):
        assert broken_rules(ubl(document)) == []


@pytest.mark.parametrize("wrong", [replace(_COMPANY, vat_number=""), Party("Exemple SARL", country="FR")], ids=["no number", "no address"])
def test_the_rules_would_see_a_reverse_charge_without_the_buyers_number(wrong: Any) -> None:
    assert any("BR-AE" in rule for rule in broken_rules(ubl(an_invoice([untaxed("a", 100, "AE")], buyer=wrong))))
