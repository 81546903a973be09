"""Lists that one partition of an index would have to take, cut into shards (ADR 29): in the index `listed`, which holds keys only, where
items move or change (`place`, `rows`); in `gsi1` or `gsi2` where an item is written once and its list shows all of it (`spread`, `whole`).

Version 0.1 had each in one partition. What it listed is read there too, until `shop migrate` has moved the rest of the table and said so by
an item of its own.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store.records import Record, find, find_many

R = TypeVar("R", bound=Record)
SHARDS = 4
"""May grow: readers read all of them, and where an item lies is decided anew with every move. It must not shrink."""

MIGRATED = ("MIGRATED", "listed")
"""The item of a table that says: nothing is listed as version 0.1 did any more."""

_ASKED_AGAIN = 60.0
_MOST_AT_ONCE = 100
_FEWEST = 8
_LAST = "~"
_OWN = "listed_"
_SORT_KEYS = {"listed": "listed_sk", "due": "due_at"}
_not_before: dict[str, float] = {}
"""By table: when the mark is looked for again; never, where it was found."""


class Row(NamedTuple):
    """Where in its list an item stands, and its key in the table."""

    at: str
    pk: str
    sk: str


def place(partition: str, at: str, *, of: str | None = None) -> tuple[str, str]:
    """(listed_pk, listed_sk) of an item that stands at `at` in the list; `of` names it, if `at` is more than its name."""
    return spread(partition, of or at), at


def spread(partition: str, name: str) -> str:
    """The shard of what is called `name`."""
    return f"{partition}#{zlib.crc32(name.encode()) % SHARDS}"


def shards_of(partition: str) -> list[str]:
    return [f"{partition}#{shard}" for shard in range(SHARDS)]


def rows(
    model: type[Record],
    partition: str,
    *,
    index: str = "listed",
    former: str = "",
    between: tuple[str, str] = ("", ""),
    after: str | None = None,
    newest_first: bool = False,
    page_size: int = _MOST_AT_ONCE,
    most_at_once: int = _MOST_AT_ONCE,
    step: int = 1,
) -> Iterator[Row]:
    """The list in one order, whatever shard a row lies in; each row once, also while its item moves. `between`: both included; `after`:
    where the last page ended. `most_at_once`: more of a list that is read to its end. `index`: the one it stands in. `former`: the index
    that it was in before, if any, until `step` of the migration is done. The index may lag: the item decides if it belongs here."""
    low, high = between[0] or "0", between[1] or _LAST
    if after is not None:
        low, high = (low, min(high, after)) if newest_first else (max(low, after), high)
    asked: dict[str, Any] = {"page_size": min(most_at_once, page_size), "scan_index_forward": not newest_first}
    lists = [_of(model, index, shard, low, high, asked) for shard in shards_of(partition)]
    if former and not is_migrated(model, step):
        lists.append(_of(model, former, partition, low, high, asked))
    last = after
    for row in merge(*lists, reverse=newest_first):
        if row.at != last:
            yield row
        last = row.at


def whole(
    model: type[R], index: str, partition: str, *, former: str | None, between: tuple[str, str] = ("", ""), page_size: int = 1_000
) -> Iterator[R]:
    """What stands in the shards of the list, whole, by its sort key. `former`: the one partition that version 0.1 had it in, if any."""
    low, high = between[0] or "0", between[1] or _LAST
    if low > high:
        return
    sort_key = f"{index}sk"
    partitions = [*shards_of(partition), *(former_partition(model, former) if former else ())]
    condition = getattr(model, sort_key).between(low, high)
    yield from merge(*(getattr(model, index).query(one, condition, page_size=page_size) for one in partitions), key=attrgetter(sort_key))


def former_partition(model: type[Record], former: str) -> Sequence[str]:
    """None, once nothing is in it any more."""
    return () if is_migrated(model) else (former,)


def position_of(position: Any, *, former: str) -> str | None:
    """`after` from the position of a cursor. It looks as it did when the list was in `former`: during a deployment code of both
    versions goes on by it. A cursor can be forged; what is no position is refused here, not by DynamoDB."""
    if position is None:
        return None
    keys = {"pk", "sk", f"{former}sk"}
    if not isinstance(position, dict) or set(position) != keys or not all(isinstance(value, str) and value for value in position.values()):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    return str(position[f"{former}sk"])


def cursor_at(row: Row, *, former: str) -> dict[str, str]:
    return {"pk": row.pk, "sk": row.sk, f"{former}sk": row.at}


def listed_page(
    model: type[R],
    *partitions: str,
    query: dict[str, Any],
    limit: int,
    cursor: str | None,
    newest_first: bool = False,
    index: str = "listed",
    sk: str | None = None,
) -> pages.Page[R]:
    """A page of lists that were never anywhere else, whole items in their order. One Query per shard of each and a BatchGetItem. What is on
    its way from one list to another stands in both for a moment, and comes once. `sk`: of the items that are told, where others beside
    them stand in the list. The index may lag, so that the caller leaves out what does not belong here any more. Raises Unreadable (400
    `invalid_cursor`)."""
    after = position_of(pages.decode(cursor, query), former=_OWN)
    lists = merged_rows(model, *partitions, after=after, newest_first=newest_first, index=index, at_once=limit + 1)
    found = list(islice(lists, limit + 1))
    shown = found[:limit]
    keys = [(row.pk, sk or row.sk) for row in shown]
    records = find_many({model: keys}) if shown else {}
    data = [record for key in keys if isinstance(record := records.get((model, *key)), model)]
    position = cursor_at(shown[-1], former=_OWN) if len(found) > limit else None
    return pages.Page(data, pages.encode(position, query) if position else None)


def merged_rows(
    model: type[Record],
    *partitions: str,
    after: str | None,
    newest_first: bool = False,
    index: str = "listed",
    at_once: int = _MOST_AT_ONCE,
) -> Iterator[Row]:
    """Several lists in one order, each row once. Each of many is asked for its share of `at_once`, and for more where that was little."""
    share = at_once if len(partitions) == 1 else min(at_once, max(_FEWEST, 2 * at_once // (SHARDS * len(partitions))))
    lists = (rows(model, one, index=index, after=after, newest_first=newest_first, page_size=share) for one in partitions)
    for _, same in groupby(merge(*lists, key=attrgetter("at"), reverse=newest_first), key=attrgetter("at")):
        yield next(same)


def is_migrated(model: type[Record], step: int = 1) -> bool:
    """Whether the table holds nothing that is listed as before `step`. Asked once a minute until it is so, and then no more."""
    table = f"{model.Meta.table_name} {step}" if step > 1 else model.Meta.table_name
    if table not in _not_before or time.monotonic() >= _not_before[table]:
        mark = find(model, *MIGRATED)
        is_done = mark is not None and int(mark.version) >= step
        _not_before[table] = float("inf") if is_done else time.monotonic() + _ASKED_AGAIN
    return _not_before[table] == float("inf")


def forget() -> None:
    """For tests: the marks are looked for at the next use."""
    _not_before.clear()


def _of(model: type[Record], index: str, partition: str, low: str, high: str, asked: dict[str, Any]) -> Iterator[Row]:
    if low > high:  # nothing lies there, and DynamoDB refuses to look
        return
    sort_key = _SORT_KEYS.get(index, f"{index}sk")
    condition = getattr(model, sort_key).between(low, high)
    for row in getattr(model, index).query(partition, condition, attributes_to_get=["pk", "sk", sort_key], **asked):
        yield Row(getattr(row, sort_key), row.pk, row.sk)
