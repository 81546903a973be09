"""Why a row bears no tax, as an invoice has to say it: in words, and as a code of the list VATEX where it has one. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from functions.shared.events.contracts.invoices import VatCategory

_CODES: Mapping[str, str] = {
    VatCategory.AE: "VATEX-EU-AE",
    VatCategory.K: "VATEX-EU-IC",
    VatCategory.G: "VATEX-EU-G",
    VatCategory.O: "VATEX-EU-O",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    VatCategory.E: {"zh": "免税", "en": "Exempt from tax"},
    VatCategory.AE: {"zh": "反向征收（由购买方缴纳税款）", "en": "Reverse charge: the buyer owes the tax"},
    VatCategory.K: {"zh": "欧盟内部供货，免税", "en": "Intra-Community supply, exempt"},
    VatCategory.G: {"zh": "出口，免税", "en": "Export, exempt"},
    VatCategory.O: {"zh": "不属于征税范围", "en": "Not subject to VAT"},
}


def exemption(category: str, reason: str, language: str) -> str:
    """Empty for what is taxed, also for what is taxed at a rate of zero: of these nothing may be said."""
    known = _WORDS.get(category)
    return (reason or known["zh" if language.lower().startswith("zh") else "en"]) if known else ""


def exemption_code(category: str) -> str:
    """Empty where only words say it."""
    return _CODES.get(category, "")
