"""Invoices as UBL keep the schema and the schematron of EN 16931, and say what the ledger says."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from lxml import etree

from functions.invoices.documents.handed_out import xml_of
from functions.invoices.documents.ubl import ubl
from functions.invoices.model.credit import Back, credited
from functions.invoices.model.document import Document, Party
from functions.invoices.model.rows import DELIVERY, Row, Sold, TaxPart
from functions.shared.plain.errors import Conflict
from tests.unit.invoices.en16931 import broken_rules
from tests.unit.invoices.papers import a_note, an_invoice
from tests.unit.invoices.test_rows import inside

_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_ON_TOP = {"a": (6833, 1367), "b": (6833, 1366), "c": (5750, 1150), "d": (8500, 1700)}


def said(document: Document, *names: str) -> list[str]:
    tree = etree.fromstring(ubl(document))
    return [str(element.text) for name in names for element in tree.iter(_CBC + name)]


def totals(document: Document) -> list[str]:
    return said(document, "TaxExclusiveAmount", "TaxInclusiveAmount", "PrepaidAmount", "PayableAmount")


def on_top(names: str = "abcd") -> list[Sold]:
    parts = {name: TaxPart("VAT", "0.2", net, tax, included=False) for name, (net, tax) in _ON_TOP.items()}
    return [Sold(name, f"Item {name}", 1, _ON_TOP[name][0], 0, sum(_ON_TOP[name]), (parts[name],)) for name in names]


def test_prices_with_tax_inside_come_out_at_what_was_paid() -> None:
    invoice = an_invoice([inside("a", 2997, "0.19", quantity=3)])
    assert totals(invoice) == ["25.18", "29.97", "29.97", "0.00"]
    assert said(invoice, "TaxAmount") == ["4.79", "4.79"]
    assert broken_rules(ubl(invoice)) == []


def test_ten_small_lines() -> None:
    invoice = an_invoice([inside(f"line {n}", 99, "0.07") for n in range(10)])
    assert totals(invoice) == ["9.25", "9.90", "9.90", "0.00"]
    assert sorted(said(invoice, "LineExtensionAmount")) == ["0.92"] * 5 + ["0.93"] * 5 + ["9.25"]
    assert broken_rules(ubl(invoice)) == []


def test_a_refund_by_amount_names_both_rates() -> None:
    invoice = an_invoice([inside("a", 11_900, "0.19"), inside("b", 10_700, "0.07")])
    note = a_note(invoice, credited(invoice.rows, [], Back(other=2_260)))
    assert said(note, "TaxableAmount", "TaxAmount") == ["10.00", "10.00", "2.60", "1.90", "0.70"]
    assert said(note, "ID").count("INV-2026-000001") == 1
    assert broken_rules(ubl(note)) == []


def test_notes_piece_by_piece_are_valid_and_positive() -> None:
    """All 24 orders add up in test_credit.py; here each note that they have is read by the rules."""
    seen = set()
    for order in permutations("abcd"):
        invoice, notes = an_invoice(on_top()), list[Row]()
        for n, name in enumerate(order, start=1):
            rows = credited(invoice.rows, notes, Back({name: (1, sum(_ON_TOP[name]))}))
            notes += rows
            written = ubl(a_note(invoice, rows, n))
            assert b"-0" not in written.replace(b"-000", b"").replace(b"CN-2026", b"")
            if (said_rows := tuple(rows)) not in seen:
                seen.add(said_rows)
                assert broken_rules(written) == []
                assert said(a_note(invoice, rows, n), "CreditedQuantity") == ["1"]
    assert len(seen) == 4


_ELSEWHERE = (("GB", "980780684"), ("NO", "995525828MVA"), ("CH", "CHE107787577IVA"), ("AU", "83914571673"), ("GB", "GD001"))
_EXPORTED = TaxPart("VAT", "0", 1_000, 0, included=False, category="G")
_OF_NO_TAX = an_invoice([inside("a", 1_000, "0")])


@pytest.mark.parametrize(
    "document",
    [
        _OF_NO_TAX,
        an_invoice(on_top(), prepaid=0),
        an_invoice([inside("a", 1_000, "0.19"), Sold("gift", "A & <B>\x07", 1, 0, 0, 0)]),
        an_invoice([inside("a", 1_000, "0.19"), Sold(DELIVERY, "DHL", 1, 500, 0, 500, inside("", 500, "0.07").taxes)]),
        an_invoice(on_top(), seller=replace(_OF_NO_TAX.seller, vat_number="", tax_number="22/123/45678", registration="")),
        an_invoice(on_top(), buyer=Party("李雷", "文三路 1 号", "杭州市", "310000", country="CN"), language="zh", currency="CNY"),
        an_invoice(on_top(), buyer=replace(_OF_NO_TAX.buyer, vat_number="DE136695976"), language="zh"),
        an_invoice(on_top(), currency="JPY"),
        # Characters that XML has not, and a country that has no code of ISO 3166.
        an_invoice([replace(inside("a", 1_000, "0.19"), title="A\ufffe\ud800\uffff")], buyer=Party("N\ufffe", country="XK")),
        # Outside of the European Union a number for VAT is written without its country; in China it is the one tax number.
        *(an_invoice(on_top(), seller=replace(_OF_NO_TAX.seller, country=country, vat_number=number)) for country, number in _ELSEWHERE),
        an_invoice([replace(one, taxes=(_EXPORTED,)) for one in [inside("a", 1_000, "0")]], seller=Party(
            "上海示例有限公司", "南京路 1 号", "上海市", "200000", country="CN", tax_number="91310000775785552L"), delivered_to="FR"),
    ],
)  # fmt: skip
def test_it_is_valid(document: Any) -> None:
    assert broken_rules(ubl(document)) == []


def test_a_number_for_vat_begins_with_its_country() -> None:
    seen = [said(an_invoice(on_top(), seller=replace(_OF_NO_TAX.seller, country=country, vat_number=number)), "CompanyID")[0]
            for country, number in (*_ELSEWHERE, ("GR", "EL094259216"), ("DE", "DE136695976"))]  # fmt: skip
    assert seen == ["GB980780684", "NO995525828MVA", "CHE107787577IVA", "AU83914571673", "GBGD001", "EL094259216", "DE136695976"]


def test_what_is_wrong_would_be_seen() -> None:
    """The rules bite: a total that does not add up, and an element that the schema has not."""
    good = ubl(an_invoice(on_top()))
    assert any("BR-CO" in rule for rule in broken_rules(good.replace(b">334.99</cbc:PayableAmount", b">1.00</cbc:PayableAmount").replace(
        b">334.99</cbc:TaxInclusiveAmount", b">335.00</cbc:TaxInclusiveAmount")))  # fmt: skip
    assert broken_rules(good.replace(b"cbc:IssueDate", b"cbc:IssuedOn"))


def test_a_currency_with_three_decimals_has_no_xml() -> None:
    """X28: EN 16931 has two (BR-DEC), which this document would break; rounded it would not be what was paid."""
    dinars = an_invoice([inside("cup", 1_005, "0.05")], currency="KWD")
    assert any("BR-DEC" in rule for rule in broken_rules(ubl(dinars)))
    with pytest.raises(Conflict) as refused:
        xml_of(dinars)
    assert (refused.value.code, refused.value.extra["currency"]) == ("currency_beyond_en16931", "KWD")
