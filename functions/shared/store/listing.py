"""Partitions read: all of one, or a page of items plus cursor, through which every list endpoint over a table goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from pynamodb.expressions.condition import Condition

from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable
from functions.shared.store.records import Record, connection

R = TypeVar("R", bound=Record)
T = TypeVar("T")
S = TypeVar("S", bound=StrEnum)
_KEYS = {None: ("pk", "sk"), "due": ("due_pk", "due_at")}
MOST_LOOKED = 500
"""Of a list with a filter that its index does not know: however rare what is looked for, one call looks at no more."""


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
    taken from the cursor. One request unless a filter drops items; then `page_size` rows are read at a time (default `limit`), and no
    more than MOST_LOOKED: a page may be short then and still have a cursor.
    """
    position = pages.decode(cursor, query)
    partition, sort = _KEYS.get(index) or (f"{index}pk", f"{index}sk")
    start = None
    if position is not None:
        start = _start(position, {"pk", "sk", sort} - {partition}) | {partition: {"S": pk}}
    target: Any = getattr(model, index) if index else model
    looks = target.query(
        pk,
        range_condition,
        filter_condition=filter_condition,
        page_size=page_size or limit,
        last_evaluated_key=start,
        scan_index_forward=not newest_first,
    ).page_iter
    found, last = _looked_through(looks, limit)
    data = [model.from_raw_data(item) for item in found]
    if last is None:
        return pages.Page(data, None)
    rest = {name: last[name]["S"] for name in {"pk", "sk", sort} - {partition}}
    return pages.Page(data, pages.encode(rest, query))


def _looked_through(looks: Iterable[dict[str, Any]], limit: int) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The items as DynamoDB has them, and where to go on, if there is more."""
    found, looked = list[dict[str, Any]](), 0
    for look in looks:
        looked += look["ScannedCount"]
        items, last = look["Items"], look.get("LastEvaluatedKey")
        still = limit - len(found)
        found += items[:still]
        if len(items) > still:
            return found, items[still - 1]
        if last is None or len(items) == still or looked >= MOST_LOOKED:
            return found, last
    return found, None


def states_in(kind: type[S], asked: str) -> Sequence[S]:
    """Of a list by state: the one that was asked for or, by `all`, any."""
    return list(kind) if asked == "all" else [kind(asked)]


class Listing(Protocol[T]):
    """A list that is read page by page."""

    def __call__(self, *, limit: int, cursor: str | None) -> pages.Page[T]: ...


def in_turn(lists: Sequence[Listing[T]], *, query: Mapping[str, Any], limit: int, cursor: str | None) -> pages.Page[T]:
    """Several lists as one: the first to its end, then the next. `query` names them for the cursor. A page may end where a list does. One
    that follows and is empty is not gone to: whoever is given a cursor finds something behind it."""
    position = pages.decode(cursor, query)
    at, inner = (0, None) if position is None else _in_list(position, len(lists))
    page = lists[at](limit=limit, cursor=inner)
    found = [*page.data]
    while page.next_cursor is None and at + 1 < len(lists):
        at += 1
        page = lists[at](limit=limit - len(found) or 1, cursor=None)
        if len(found) == limit:
            # Only whether there is any.
            if page.data:
                return pages.Page(found, pages.encode([at, None], query))
            continue
        found += page.data
    return pages.Page(found, pages.encode([at, page.next_cursor], query) if page.next_cursor else None)


def _in_list(position: Any, count: int) -> tuple[int, str | None]:
    """A cursor can be forged."""
    match position:
        case [int() as at, None | str() as inner] if 0 <= at < count:
            return at, inner
    raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")


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
    if range_condition is None and filter_condition is None and not newest_first:
        yield from in_partition(model, pk, index=index, page_size=100)
        return
    target: Any = getattr(model, index) if index else model
    consistent = {} if index else {"consistent_read": True}
    yield from target.query(
        pk, range_condition, filter_condition=filter_condition, scan_index_forward=not newest_first, page_size=100, **consistent
    )


def in_partition(
    model: type[R],
    pk: str,
    *,
    first: str = "",
    last: str = "",
    beginning: str = "",
    index: str | None = None,
    consistent: bool = True,
    page_size: int | None = None,
) -> Iterator[R]:
    """Records of partition `pk` (of the table, or of `index`: "gsi1", "gsi2") in the order of their sort keys: all of them, those from
    `first` on, up to `last`, or those whose key has this `beginning`. One Query per MB, or per `page_size`; consistent but for an index.

    Asked in plain words: PynamoDB's walk over conditions and pages costs a tenth of a GetItem (ADR 36).
    """
    partition, sort = (f"{index}pk", f"{index}sk") if index else ("pk", "sk")
    asked, values = f"{partition} = :pk", {":pk": {"S": pk}}
    if beginning:
        asked += f" AND begins_with({sort}, :beginning)"
        values[":beginning"] = {"S": beginning}
    elif last:
        asked += f" AND {sort} BETWEEN :first AND :last"
        values |= {":first": {"S": first}, ":last": {"S": last}}
    elif first:
        asked += f" AND {sort} >= :first"
        values[":first"] = {"S": first}
    request: dict[str, Any] = {
        "TableName": model.Meta.table_name,
        "KeyConditionExpression": asked,
        "ExpressionAttributeValues": values,
        "ConsistentRead": consistent and not index,
        **({"IndexName": index} if index else {}),
        **({"Limit": page_size} if page_size else {}),
    }
    while True:
        answer = cast("dict[str, Any]", connection().client.query(**request))
        yield from (model.from_raw_data(item) for item in answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _start(position: Any, keys: set[str]) -> dict[str, dict[str, str]]:
    """The key after which DynamoDB goes on. A cursor can be forged; what is no key of this list is refused here, not by DynamoDB."""
    if not isinstance(position, dict) or set(position) != keys or not all(isinstance(v, str) and v for v in position.values()):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    return {name: {"S": value} for name, value in position.items()}
