"""A product is kept, looked at, or let go. Each call can be sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from functions.catalog.products.named_products import products_named
from functions.catalog.products.schemas import ProductView
from functions.catalog.remembered.entries import MOST, Entry, Kind, Remembered, merged, seen
from functions.catalog.remembered.records import remembered_of, remembered_writes
from functions.pricing import Shopper
from functions.shared.outside import clock
from functions.shared.plain import pages, times
from functions.shared.plain.errors import Conflict, NotFound
from functions.shared.sealing import Erased
from functions.shared.store.again import again
from functions.shared.store.transactions import transact

MARKET: Mapping[str, Any] = {}


def keep(customer_id: str, kind: Kind, product_id: str, who: Shopper) -> None:
    """Twice is once: a favourite keeps its time, a product that is looked at again moves to the front. Raises NotFound for a product that
    is not on sale or not for them, Conflict (409 `favourites_full`)."""

    def kept(before: Remembered, now: str) -> list[Entry]:
        if kind is Kind.HISTORY:
            return seen(before, Entry(product_id, now))
        if before.names(product_id):
            return before.entries
        if before.is_full:
            raise Conflict(f"At most {MOST[kind]} favourites are kept.", code="favourites_full")
        return [Entry(product_id, now), *before.entries]

    if not products_named([product_id], dict(MARKET), [], who):
        raise NotFound("There is no such product.")
    _change(customer_id, kind, kept)


def let_go(customer_id: str, kind: Kind, product_id: str) -> None:
    """What is not there is gone already."""
    _change(customer_id, kind, lambda before, _: before.without(product_id))


def let_all_go(customer_id: str, kind: Kind) -> None:
    _change(customer_id, kind, lambda _before, _now: [])


def merge_guests(customer_id: str, kind: Kind, theirs: Sequence[Entry], who: Shopper) -> Remembered:
    """What a guest kept on their device, when they sign in. What is not on sale is left out; a time to come is now."""
    there = products_named([one.product_id for one in theirs], dict(MARKET), [], who)

    def both(before: Remembered, now: str) -> list[Entry]:
        return merged(before, _plausible(theirs, there, now))

    return _change(customer_id, kind, both)


def page_of(customer_id: str, kind: Kind, *, limit: int, cursor: str | None) -> pages.Page[Entry]:
    """Newest first. One GetItem."""
    query = {"list": kind.value, "of": customer_id}
    after = pages.decode(cursor, query)
    entries = remembered_of(customer_id, kind).entries
    if after is not None:
        at, name = str(after[0]), str(after[1])
        entries = [one for one in entries if (one.at, one.product_id) < (at, name)]
    shown = entries[:limit]
    more = pages.encode([shown[-1].at, shown[-1].product_id], query) if len(entries) > limit else None
    return pages.Page(shown, more)


def count_of(customer_id: str, kind: Kind) -> int:
    """As many as the list has. One GetItem."""
    return len(remembered_of(customer_id, kind).entries)


def favourites_and_history(customer_id: str) -> tuple[int, int]:
    """Face: how many somebody has of each. Two requests."""
    return count_of(customer_id, Kind.FAVOURITES), count_of(customer_id, Kind.HISTORY)


def shown_now(entries: Sequence[Entry], market: dict[str, Any], languages: Sequence[str], who: Shopper) -> dict[str, ProductView]:
    """Those that are on sale, as they are now."""
    return products_named([one.product_id for one in entries], market, languages, who) if entries else {}


def _plausible(theirs: Iterable[Entry], there: Mapping[str, ProductView], now: str) -> list[Entry]:
    return [replace(one, at=min(one.at, now)) for one in theirs if one.product_id in there]


def _change(customer_id: str, kind: Kind, change: Callable[[Remembered, str], list[Entry]]) -> Remembered:
    def attempt() -> Remembered:
        before = remembered_of(customer_id, kind)
        after = replace(before, entries=change(before, times.iso(clock.now())))
        if after != before:
            transact(remembered_writes(customer_id, after))
        return after

    try:
        return again(attempt)
    except Erased as gone:
        raise NotFound("There is no such customer.") from gone
