"""One page of a DynamoDB query as items plus cursor; every list endpoint over a table goes through here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pynamodb.expressions.condition import Condition

from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store.records import Record

R = TypeVar("R", bound=Record)
_KEYS = {None: ("pk", "sk"), "due": ("due_pk", "due_at")}


def query_page(
    model: type[R],
    pk: str,
    *,
    query: Mapping[str, Any],
    limit: int,
    cursor: str | None,
    index: str | None = None,
    range_condition: Condition | None = None,
    filter_condition: Condition | None = None,
    newest_first: bool = False,
    page_size: int | None = None,
) -> pages.Page[R]:
    """`limit` records of partition `pk` (of the table, or of `index`: "gsi1", "gsi2", "due"). `query` names the list for the cursor.

    Stable under inserts: the cursor is the key of the last item, not a number of rows. The partition part of the key is never
    taken from the cursor. One request unless a filter drops items; then `page_size` rows are read at a time (default `limit`).
    """
    position = pages.decode(cursor, query)
    partition, sort = _KEYS.get(index) or (f"{index}pk", f"{index}sk")
    start = None
    if position is not None:
        start = _start(position, {"pk", "sk", sort} - {partition}) | {partition: {"S": pk}}
    target: Any = getattr(model, index) if index else model
    result = target.query(
        pk,
        range_condition,
        filter_condition=filter_condition,
        limit=limit,
        page_size=page_size,
        last_evaluated_key=start,
        scan_index_forward=not newest_first,
    )
    found = list(result)
    last = result.last_evaluated_key if len(found) == limit else None
    if last is None:
        return pages.Page(found, None)
    rest = {name: value["S"] for name, value in last.items() if name != partition}
    return pages.Page(found, pages.encode(rest, query))


def query_all(
    model: type[R],
    pk: str,
    *,
    index: str | None = None,
    range_condition: Condition | None = None,
    filter_condition: Condition | None = None,
    newest_first: bool = False,
) -> Iterator[R]:
    """Every record of the partition, page by page as it is read on: for what is decided from the whole list, never from its first page."""
    target: Any = getattr(model, index) if index else model
    consistent = {} if index else {"consistent_read": True}
    yield from target.query(
        pk, range_condition, filter_condition=filter_condition, scan_index_forward=not newest_first, page_size=100, **consistent
    )


def _start(position: Any, keys: set[str]) -> dict[str, dict[str, str]]:
    """The key after which DynamoDB goes on. A cursor can be forged; what is no key of this list is refused here, not by DynamoDB."""
    if not isinstance(position, dict) or set(position) != keys or not all(isinstance(v, str) and v for v in position.values()):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    return {name: {"S": value} for name, value in position.items()}
