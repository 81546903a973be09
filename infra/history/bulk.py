"""Many items at once, past all conditions: for tables of this machine only.

An event is put down empty first. Streams tell of it as changed then, and those who read them by what is new (`NEW_EVENTS`) are not woken:
nobody is mailed what happened a year ago. Journal entries say themselves that nothing is left to do for them (`listed`, `planned`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from time import sleep
from typing import Any, cast

from functions.shared.store.records import Record, connection

_AT_ONCE = 25
_WAKE = {"event"}


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
        for table, items in self._waiting.items():
            waking = [item for item in items.values() if item["kind"]["S"] in _WAKE]
            _write(table, [{"pk": item["pk"], "sk": item["sk"]} for item in waking])
            _write(table, list(items.values()))
            self.written += len(items)
        self._waiting.clear()


def _write(table: str, items: list[dict[str, Any]]) -> None:
    client = cast("Any", connection().client)
    for start in range(0, len(items), _AT_ONCE):
        asked = {table: [{"PutRequest": {"Item": item}} for item in items[start : start + _AT_ONCE]]}
        while asked:
            asked = client.batch_write_item(RequestItems=asked).get("UnprocessedItems", {})
            if asked:
                sleep(0.05)
