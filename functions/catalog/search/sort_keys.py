"""One integer per product and sort order: the sort value in the high bits, a hash of the id in the low ones.

An index sorts by one number only and breaks ties by where a product happens to lie in a file, which changes whenever files are merged.
With the hash inside the number (and the id itself for the rare equal hash) the order is the same in every copy and every rebuild of the
index, so a page can go on after `(key, id)` of the last product shown. Pure and free of floats: the same numbers everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from functions.catalog.search.document import ProductDocument
from functions.shared.plain.deferred import dataclass

# Few bits keep the index small (2 bytes less per product and order than 19 would); equal keys are read together and ordered by id.
TIE_BITS = 14
_MAX_VALUE = (1 << (63 - TIE_BITS)) - 1
_DAY, _EVER_BITS = 86_400, 27


@dataclass(frozen=True)
class SortKeys:
    """`prices`: one per currency."""

    rank: int
    newest: int
    sales: int
    prices: Mapping[str, int]


def keys_from(amount: int) -> int:
    """The lowest key of a price; that of a price one higher is the first beyond."""
    return min(max(amount, 0), _MAX_VALUE) << TIE_BITS


def price_key(amount: int, ident: str) -> int:
    """Of a product at a price."""
    return keys_from(amount) | _tie(ident)


def sort_keys(document: ProductDocument) -> SortKeys:
    moment = document.published_at or document.created_at
    tie = _tie(document.id)
    seconds = max(0, int(moment.timestamp()))

    def key(value: int) -> int:
        return (min(max(value, 0), _MAX_VALUE) << TIE_BITS) | tie

    return SortKeys(
        rank=key(_rank(document, seconds // _DAY)),
        newest=key(seconds * 1000 + moment.microsecond // 1000),
        sales=key(_best_selling(document)),
        prices={currency: key(amount) for currency, amount in document.prices.items()},
    )


def _best_selling(document: ProductDocument) -> int:
    """What sold lately, then what ever did."""
    lately, ever = (min(max(many, 0), (1 << bits) - 1) for many, bits in ((document.sales_lately, 22), (document.sales, _EVER_BITS)))
    return lately << _EVER_BITS | ever


def _tie(ident: str) -> int:
    return int.from_bytes(hashlib.blake2b(ident.encode(), digest_size=4).digest(), "big") >> (32 - TIE_BITS)


def _rank(document: ProductDocument, day: int) -> int:
    """Popularity where the words match equally well: in stock first, then sales (in steps of 19 %), rating, and the newer one."""
    sales = _quarter_log2(document.sales)
    return (((int(document.in_stock) << 7 | sales) << 6) | _rating(document)) << 16 | min(day, 0xFFFF)


def rank_of(key: int) -> dict[str, int | bool]:
    """What a key of `rank` says, for people: stock, sales (4·log2 of the pieces), rating in tenths, day since 1970."""
    value = key >> TIE_BITS
    return {"in_stock": bool(value >> 29), "sales": value >> 22 & 0x7F, "rating": value >> 16 & 0x3F, "day": value & 0xFFFF}


def _quarter_log2(value: int) -> int:
    """floor(4·log2(1 + value)) up to linear interpolation inside a power of two; 0 for 0, at most 127."""
    grown = max(value, 0) + 1
    power = grown.bit_length() - 1
    return min(4 * power + ((grown << 2) >> power) - 4, 127)


def _rating(document: ProductDocument) -> int:
    """0…50: the average in tenths, drawn towards 4.0 as if five such ratings had been given before."""
    count = max(document.rating_count, 0)
    tenths = round((document.rating or 0) * 10)
    return min((tenths * count + 40 * 5) // (count + 5), 63)
