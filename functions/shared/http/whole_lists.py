"""Lists that are read as a whole because they are short by their nature (zones, carriers): `limit` and `cursor` for them too.

Without `limit` the whole list is answered, as ever. The cursor names the row after which it goes on, so that rows which came meanwhile
shift nothing; when that row is gone, it goes on where it stood.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from functions.shared.http.validation import Schema, parse
from functions.shared.plain import pages
from functions.shared.plain.pages import MAX_LIMIT

_NAMES = ("id", "code", "key", "shipment_id", "slug")


class WholeListQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] | None = None
    cursor: Annotated[str, Field(max_length=2000)] | None = None


def is_whole_list(response: type[BaseModel] | None, query: type[BaseModel]) -> bool:
    """Whether an operation answers a list whose paging is done here."""
    fields = response.model_fields if response is not None else {}
    return "data" in fields and "next_cursor" in fields and "limit" not in query.model_fields


def window(query: dict[str, Any]) -> WholeListQuery | None:
    """Takes `limit` and `cursor` out of the query; None when the whole list is wanted. Raises Invalid."""
    given = {name: query.pop(name) for name in ("limit", "cursor") if name in query}
    return parse(given, WholeListQuery) if given else None


def cut(whole: dict[str, Any], wanted: WholeListQuery, path: str) -> dict[str, Any]:
    """The part of the rendered list that is wanted. Raises Unreadable (400 `invalid_cursor`)."""
    rows, query = whole["data"], {"list": path}
    first = _after(rows, pages.decode(wanted.cursor, query))
    last = first + (wanted.limit or len(rows))
    more = pages.encode([_name(rows[last - 1]), last], query) if last < len(rows) else None
    return whole | {"data": rows[first:last], "next_cursor": more}


def _after(rows: list[Any], position: Any) -> int:
    if position is None:
        return 0
    name, place = position
    found = (n for n, row in enumerate(rows, 1) if name is not None and _name(row) == name)
    return next(found, int(place))


def _name(row: Any) -> str | None:
    return next((str(row[name]) for name in _NAMES if row.get(name)), None)
