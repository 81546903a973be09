"""Lists of what belongs to one merchant: beside each item that is somebody's stands a small one that says so (ADR 81).

It lies in the partition of what it points to, sk `BY#<list>#<sk>`, and is listed `<list>#<shard>` in the index `listed`: keys only, and
written once, since nobody changes whose a thing is. What the list shows stands in the item itself, which decides if it belongs there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store.records import Record, find_many
from functions.shared.store.shards import Row, place, rows
from functions.shared.store.transactions import Put

R = TypeVar("R", bound=Record)
T = TypeVar("T")
OWN = "platform"
"""The merchant of what the shop itself sells: no item says so of those, as most shops have nothing else."""
MOST_READ = 400
"""However rare what is looked for: one call looks at no more, answers what it found, and a cursor to go on from."""
_AT_ONCE = 100


def list_of(kind: str, merchant: str) -> str:
    return f"{kind}#{merchant}"


def others_among(merchants: Iterable[str | None]) -> list[str]:
    """The merchants that are not the shop itself, each once."""
    return sorted({one or OWN for one in merchants} - {OWN})


def belongs(model: type[Record], pk: str, sk: str, kind: str, merchant: str, at: str) -> Put:
    """That the item `pk`, `sk` stands at `at` in the merchant's list. The same again changes nothing."""
    whose = list_of(kind, merchant)
    item = model(pk=pk, sk=f"{_prefix(whose)}{sk}", kind="belongs")
    item.listed_pk, item.listed_sk = place(whose, at)
    return Put(item)


def rows_of(
    model: type[Record], kind: str, merchants: Iterable[str], *, after: str | None, between: tuple[str, str] = ("", "")
) -> Iterator[Row]:
    """Newest first, what is of several of them once. `pk` and `sk` are those of what belongs to them."""
    lists = [_rows(model, list_of(kind, one), between, after) for one in sorted(merchants)]
    last = None
    for row in merge(*lists, key=attrgetter("at"), reverse=True):
        if row.at != last:
            yield row
        last = row.at


def owned_page(
    model: type[R],
    kind: str,
    merchants: Iterable[str],
    *,
    accept: Callable[[R], bool],
    query: Mapping[str, Any],
    limit: int,
    cursor: str | None,
    between: tuple[str, str] = ("", ""),
) -> pages.Page[R]:
    """Newest first, those that `accept` takes. A query per shard and merchant, a BatchGetItem per hundred. A cursor is of these merchants
    alone. Raises Unreadable (400 `invalid_cursor`)."""
    asked = {"list": kind, "of": sorted(merchants), **query}
    there = rows_of(model, kind, asked["of"], between=between, after=position_in(cursor, asked))

    def read(chunk: Sequence[Row]) -> dict[str, R]:
        return {at: item for at, item in read_rows(model, chunk).items() if accept(item)}

    return picked(there, read, limit=limit, query=asked)


def position_in(cursor: str | None, query: Mapping[str, Any]) -> str | None:
    """Where `picked` stopped. Raises Unreadable (400 `invalid_cursor`)."""
    after = pages.decode(cursor, query)
    if after is not None and not (isinstance(after, str) and after):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    return after


def picked(
    there: Iterator[Row], read: Callable[[Sequence[Row]], Mapping[str, T]], *, limit: int, query: Mapping[str, Any], at_once: int = _AT_ONCE
) -> pages.Page[T]:
    """`limit` of the rows that `read` answers, by where each stands; it is asked for `at_once`, MOST_READ in all. The cursor is the place
    of the last one looked at."""
    found, looked, last = list[T](), 0, ""
    while chunk := list(islice(there, at_once)):
        items = read(chunk)
        for row in chunk:
            if len(found) == limit or looked == MOST_READ:
                return pages.Page(found, pages.encode(last, query))
            looked, last = looked + 1, row.at
            if (item := items.get(row.at)) is not None:
                found.append(item)
    return pages.Page(found, None)


def read_rows(model: type[R], chunk: Sequence[Row]) -> dict[str, R]:
    """The items by where each stands; one that is gone is left out. One BatchGetItem."""
    found = find_many({model: [(row.pk, row.sk) for row in chunk]})
    read = ((row.at, found.get((model, row.pk, row.sk))) for row in chunk)
    return {at: item for at, item in read if isinstance(item, model)}


def _rows(model: type[Record], whose: str, between: tuple[str, str], after: str | None) -> Iterator[Row]:
    for row in rows(model, whose, between=between, after=after, newest_first=True):
        yield row._replace(sk=row.sk.removeprefix(_prefix(whose)))


def _prefix(whose: str) -> str:
    return f"BY#{whose}#"
