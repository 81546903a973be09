"""Which countries ask for safety data beside an offer, who may be responsible there, and in which languages it is read. Pure.

Source: Regulation (EU) 2023/988, Article 19 (what an offer at a distance shows), Article 16 with Regulation (EU) 2019/1020, Article 4 (a
responsible person in the Union), and the languages that member states determined.
"""

from __future__ import annotations

from collections.abc import Iterable

from functions.shared.plain.selling.markets import EU, Markets

_SPOKEN = {
    "AT": "de", "BE": "nl fr de", "BG": "bg", "CY": "el", "CZ": "cs", "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi sv",
    "FR": "fr", "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IT": "it", "LT": "lt", "LU": "fr|de|lb", "LV": "lv", "MT": "en|mt",
    "NL": "nl", "PL": "pl", "PT": "pt", "RO": "ro", "SE": "sv", "SI": "sl", "SK": "sk",
    "AU": "en", "CA": "en fr", "CH": "de fr it", "CN": "zh", "GB": "en", "IS": "is", "JP": "ja", "KR": "ko", "NO": "no|nb|nn", "NZ": "en",
    "US": "en",
}  # fmt: skip
"""By country the languages that are all needed; one of those with a bar between them."""


def asking(markets: Markets, shop_country: str) -> frozenset[str]:
    """The countries the shop sells to that ask for it: those of its markets, and its own."""
    named = {country for market in markets.markets for country in market.countries}
    return frozenset(country for country in {*named, shop_country} if markets.product_safety(country))


def territory(country: str) -> frozenset[str]:
    """Where somebody must be established to answer for a product in this country."""
    return EU if country in EU else frozenset({country})


def needed_languages(countries: Iterable[str]) -> list[tuple[str, ...]]:
    """Of each entry one language is enough; all entries are needed."""
    groups = {tuple(group.split("|")) for country in countries for group in _SPOKEN.get(country, "").split()}
    return sorted(groups)


def languages_of(country: str) -> list[str]:
    """Those in which safety information is shown there, besides the reader's own."""
    return [language for group in needed_languages([country]) for language in group]
