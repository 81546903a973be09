"""Whether an address is a post-office box: a courier with a van cannot ring there. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from functions.shared.plain.postal_address import Address

# As they are written in the languages that parcels go to; a street that merely contains the words does not begin a line so.
_WORDS = (
    r"\bp[\s./-]*o[\s./-]*b(?:ox|\.|\s*\d)",
    r"\bpost(?:al)?[\s-]*(?:office)?[\s-]*box\b", r"\bgpo\s+box\b", r"\b(?:locked|private)\s+bag\b",
    r"\bpostfach\b", r"\bpostbus\b", r"\bposbus\b", r"\bpostboks\b", r"\bpostilokero\b", r"\bpósthólf\b",
    r"\bbo[iî]te\s+postale\b", r"\bcase\s+postale\b", r"\bb\.?\s?p\.?\s+\d", r"\bcas(?:ella|etta)\s+postale\b", r"\bcaixa\s+postal\b",
    r"\bapartado\b", r"\bapdo\b", r"\bcasilla\s+(?:de\s+correos?|postal)\b", r"\bc[aă]su[tțţ]a\s+po[sșş]tal[aă]",
    r"\bskrytka\s+pocztowa\b", r"\bskr\.?\s*poczt", r"\bpo[sš]tovn[ií]\s+p[rř]ihr[aá]dka\b", r"\bpo[sš]tov[yý]\s+prie[cč]inok\b",
    r"\bpostafi[oó]k\b", r"\bpo[sš]tanski\s+(?:pretinac|fah)\b", r"\bpo[sš]tni\s+predal\b", r"\babonenta\s+kast[iī]te\b",
    r"\bposta\s+kutusu\b", r"\bkotak\s+pos\b", r"\bpeti\s+surat\b", r"\bh[oòộ][mp]\s+th[uư]\b",
    r"\b[ап]/[яс]\s*\d", r"\bабонент\w*\s+(?:ящик|скринька)", r"\bпочтовый\s+ящик",
    r"\bпощенска\s+кутия", r"\bпоштански\s+(?:фах|преградак)",
    r"\bт\.?\s*θ\.?\s*\d", r"\bτ\.?\s*θ\.?\s*\d", r"θυρ[ιί]δα\s*\d", r"ص\s?\.?\s?ب\s*\.?\s*\d",
    r"صندوق\s+(?:ال)?بريد", r"صندوق\s+پستی",
    r"ת\.?\s?ד\.?\s*\d", r"תא\s+דואר",
    r"पोस्ट\s+बॉक्स", r"পোস্ট\s+বক্স", r"ตู้\s*ปณ", r"ตู้ไปรษณีย์", "私書箱", "사서함",
    r"[邮郵]政(?:专用|專用|\S{0,8}[号號])?信箱", r"[专專]用信箱", r"信箱\s*第?\s*\d",
    r"[\d〇零一二三四五六七八九十百千]\s*[号號]?\s*(?:分)?信箱",
)  # fmt: skip
# Short forms that are something else in other countries.
_HERE = {
    "SE": r"\bbox\s+\d", "NO": r"\bboks\s+\d", "DK": r"\bboks\s+\d", "FI": r"\bp\.?l\.?\s*\d", "PL": r"\bskr\.\s*\d",
    "HU": r"\bpf\.?\s*\d", "DE": r"\bpf\.?\s+\d", "AT": r"\bpf\.?\s+\d", "TR": r"\bp\.?k\.?\s*:?\s*\d", "BG": r"\bп\.?к\.?\s*\d",
    "CH": r"\bc\.?p\.?\s+\d", "CA": r"\bc\.?p\.?\s+\d", "IT": r"\bc\.?p\.?\s+\d", "RO": r"\bc\.?p\.?\s+\d", "BR": r"\bc\.?p\.?\s+\d",
    "HR": r"\bp\.\s?p\.\s*\d", "RS": r"\bp\.\s?p\.\s*\d", "SI": r"\bp\.\s?p\.\s*\d", "CL": r"\bcasilla\s+\d", "UY": r"\bcasilla\s+\d",
    "BO": r"\bcasilla\s+\d", "AR": r"\bc\.?\s?c\.?\s+\d",
}  # fmt: skip


@lru_cache
def _patterns(country: str) -> re.Pattern[str]:
    """Made when an address is looked at: most who load this never do."""
    return re.compile("|".join([*_WORDS, _HERE[country]] if country else _WORDS), re.IGNORECASE)


def is_po_box(address: Address) -> bool:
    text = unicodedata.normalize("NFKC", f"{address.street}\n{address.district}\n{address.name}")
    country = address.country_code or address.country
    return _patterns(country if country in _HERE else "").search(text) is not None
