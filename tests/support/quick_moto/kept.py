"""What a table of moto keeps, with what moto has not: the items of each partition of each index, and what was there before a transaction.
moto walks the whole table for a query of an index, and copies it for a transaction: the more a test has written, the more that costs.

An item is replaced, never changed, while it lies here; `undo.py` puts it in anew where moto changes it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from moto.dynamodb.models.table import Table

HASHES = ("gsi1pk", "gsi2pk", "due_pk", "listed_pk")
Log = list[tuple["Rows", Any, Any]]


class Rows(dict[Any, Any]):
    """A partition: items by their sort key."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept, self._places = kept, dict[Any, list[tuple[str, str]]]()

    def __setitem__(self, sort: Any, item: Any) -> None:
        self._note(sort)
        self._forget(sort)
        super().__setitem__(sort, item)
        places = [(name, value.value) for name in HASHES if (value := item.attrs.get(name)) is not None]
        if places:
            self._places[sort] = places
            for place in places:
                self.kept.found[place][id(self), sort] = item

    def __delitem__(self, sort: Any) -> None:
        self._note(sort)
        super().__delitem__(sort)
        self._forget(sort)

    def pop(self, sort: Any, *default: Any) -> Any:
        if sort not in self:
            return super().pop(sort, *default)
        item = self[sort]
        del self[sort]
        return item

    def _note(self, sort: Any) -> None:
        self.kept.in_order = None
        if self.kept.log is not None:
            self.kept.log.append((self, sort, self.get(sort)))

    def _forget(self, sort: Any) -> None:
        for place in self._places.pop(sort, ()):
            self.kept.found[place].pop((id(self), sort), None)


class Kept(defaultdict[Any, Any]):
    """Partitions by their key. `found`: items by the name and value of an index's partition key. `log`: what a transaction replaced.
    `in_order`: all items, until something is written."""

    def __init__(self, _made: Any = dict, given: Any = ()) -> None:
        super().__init__(dict)
        self.log: Log | None = None
        self.in_order: list[Any] | None = None
        self.found: dict[tuple[str, str], dict[Any, Any]] = defaultdict(dict)
        for partition, rows in dict(given).items():
            self[partition] = rows

    def __missing__(self, partition: Any) -> Rows:
        rows = Rows(self)
        super().__setitem__(partition, rows)
        return rows

    def __setitem__(self, partition: Any, given: Any) -> None:
        rows = Rows(self)
        super().__setitem__(partition, rows)
        for sort, item in given.items():
            rows[sort] = item

    def __deepcopy__(self, _memo: Any) -> Kept:
        return Kept(dict, self)

    def clear(self) -> None:
        super().clear()
        self.found.clear()
        self.in_order = None

    def items_after(self, start: Mapping[str, Any] | None) -> Iterator[Any]:
        """From the one behind that key on, in the order of a scan. Nobody writes meanwhile."""
        if self.in_order is None:
            found = (item for rows in self.values() for item in rows.values())
            self.in_order = sorted(found, key=_key)
        place = bisect_right(self.in_order, (start["pk"]["S"], start["sk"]["S"]), key=_key) if start else 0
        return islice(self.in_order, place, None)

    def take_back(self) -> None:
        """What was done since the log began; it ends."""
        log, self.log = self.log or [], None
        for rows, sort, item in reversed(log):
            if item is None:
                rows.pop(sort, None)
            else:
                rows[sort] = item


def _key(item: Any) -> tuple[str, str]:
    return item.hash_key.value, item.range_key.value


def kept_by(table: Table) -> Kept:
    if not isinstance(table.items, Kept):
        table.items = Kept(dict, table.items)
    return table.items


def rows_of(found: dict[Any, Any]) -> Iterator[tuple[Any, dict[Any, Any]]]:
    """Items as a table keeps them."""
    parts: dict[Any, dict[Any, Any]] = {}
    for item in found.values():
        parts.setdefault(item.hash_key, {})[item.range_key] = item
    yield from parts.items()
