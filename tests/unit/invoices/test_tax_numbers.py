"""Tax numbers as people write them: kept in one spelling, refused by their check digit."""

from __future__ import annotations

import pytest

from functions.invoices.settings.tax_numbers import WrongTaxNumber, tax_number, vat_number
from functions.invoices.titles.schemas import TitleIn

_SPELLINGS = [
    ("DE", " de 136,695 976 ", "DE136695976"),
    ("DE", "ＤＥ１３６６９５９７６", "DE136695976"),
    ("AT", "atu13585627", "ATU13585627"),
    ("CY", "CY-10259033P", "CY10259033P"),
    ("GR", "094259216", "EL094259216"),
    ("GR", "GR 094259216", "EL094259216"),
    ("GR", "EL094259216", "EL094259216"),
    ("GB", "GB 980 7806 84", "980780684"),
    ("NO", "NO 995 525 828 MVA", "995525828MVA"),
    ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
    ("JP", "Ｔ5835678256246", "T5835678256246"),
    ("JP", "5835678256246", "5835678256246"),
    ("US", " 12-3456789 ", "12-3456789"),
    ("DE", " ", ""),
]
_CODE = "91310000775785552L"


@pytest.mark.parametrize(("country", "text", "kept"), _SPELLINGS)
def test_however_it_is_written_it_is_kept_in_one_way(country: str, text: str, kept: str) -> None:
    assert vat_number(country, text) == kept


@pytest.mark.parametrize(
    ("country", "text"),
    [("DE", "DE136695977"), ("DE", "FR40303265045"), ("GB", "980780685"), ("JP", "T5835678256247"), ("GR", "EL094259217"), ("NO", "1")],
)
def test_a_wrong_check_digit_is_seen(country: str, text: str) -> None:
    with pytest.raises(WrongTaxNumber):
        vat_number(country, text)


@pytest.mark.parametrize("text", [_CODE, "9131 0000 7757 8555 2l", "91310000-775785552L", "９１３１００００７７５７８５５５２Ｌ"])
def test_a_social_credit_code_as_it_is_typed(text: str) -> None:
    assert TitleIn.model_validate({"kind": "company", "name": "上海示例有限公司", "tax_number": text}).title().tax_number == _CODE
    assert tax_number("CN", text) == _CODE


def test_of_other_countries_a_tax_number_stays_as_they_write_it() -> None:
    assert tax_number("DE", " 22/123/45678 ") == "22/123/45678"
