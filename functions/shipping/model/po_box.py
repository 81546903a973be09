"""Whether an address is a post-office box: a courier with a van cannot ring there. Pure."""

from __future__ import annotations

import re
import unicodedata

from functions.shared.plain.postal_address import Address

# As they are written in the languages of the places we know forms of; a street that merely contains the words does not begin a line so.
_BOX = re.compile(
    r"\bp\s*\.?\s*o\s*\.?\s*b(?:ox|\.)|\bpost(?:al)?\s*(?:office)?\s*box\b|\bpostfach\b|\bpostbus\b|\bbo[iî]te\s+postale\b|\bb\.?\s?p\.?\s+\d"
    r"|\bapartado\b|\bcaixa\s+postal\b|\bcasella\s+postale\b|\bgpo\s+box\b|\blocked\s+bag\b|私書箱|사서함|邮政信箱|郵政信箱|专用信箱|信箱\s*\d|\d+\s*号?信箱",
    re.IGNORECASE,
)


def is_po_box(address: Address) -> bool:
    text = unicodedata.normalize("NFKC", f"{address.street}\n{address.district}\n{address.name}")
    return _BOX.search(text) is not None
