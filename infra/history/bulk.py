"""Many items at once, past all conditions: for tables of this machine only.

An event is put down empty first. Streams tell of it as changed then, and those who read them by what is new (`NEW_EVENTS`) are not woken:
nobody is mailed what happened a year ago. Journal entries say themselves that nothing is left to do for them (`listed`, `planned`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any, cast

from functions.shared.store.records import Record, connection

_AT_ONCE, _WRITERS = 25, 4
_WAKE = {"event"}


Item = dict[str, Any]


class Bulk:
    """`written`: how many items, each counted once."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
        self.written = 0

    def put(self, records: Iterable[Record]) -> None:
        for record in records:
            table = self._waiting[record.Meta.table_name]
            table[record.pk, record.sk] = record.serialize()

    def flush(self) -> None:
        """All that is put down empty is there before anything is put down whole."""
        waking = [(table, _empty(item)) for table, items in self._waiting.items() for item in items.values() if _wakes(item)]
        whole = [(table, item) for table, items in self._waiting.items() for item in items.values()]
        for some in (waking, whole):
            _write(some)
        self.written += len(whole)
        self._waiting.clear()


def _wakes(item: Item) -> bool:
    return item["kind"]["S"] in _WAKE


def _empty(item: Item) -> Item:
    return {"pk": item["pk"], "sk": item["sk"]}


def _write(items: Sequence[tuple[str, Item]]) -> None:
    """While the tables have some of it, the next is made ready."""
    chunks = [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]
    client = cast("Any", connection().client)
    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(lambda chunk: _put(client, chunk), chunks))


def _put(client: Any, chunk: Sequence[tuple[str, Item]]) -> None:
    asked: dict[str, list[Any]] = defaultdict(list)
    for table, item in chunk:
        asked[table].append({"PutRequest": {"Item": item}})
    while asked:
        asked = client.batch_write_item(RequestItems=asked).get("UnprocessedItems", {})
        if asked:
            sleep(0.05)
