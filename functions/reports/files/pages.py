"""Pages of a report that is put together anew for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from functions.shared.plain import pages
from functions.shared.plain.errors import Unreadable

T = TypeVar("T")


def page_of(
    rows: Sequence[T], place: Callable[[T], list[Any]], query: Mapping[str, Any], *, cursor: str | None, limit: int
) -> tuple[Sequence[T], str | None]:
    """The rows after the place where the page before ended, whatever came or went since: none of the others is told twice or left out.
    `rows` in the order of their places (lists of texts and numbers). Raises Unreadable (400 `invalid_cursor`), also for a cursor of another
    query."""
    after = place_after(cursor, query, place(rows[0]) if rows else None)
    if after is not None:
        rows = [row for row in rows if place(row) > after]
    some = rows[:limit]
    return some, pages.encode(place(some[-1]), query) if len(rows) > limit else None


def place_after(cursor: str | None, query: Mapping[str, Any], like: list[Any] | None) -> Any:
    """Where the page before ended. `like`: a place of such a list, whose kinds it has. Raises Unreadable: a cursor is not signed, and
    whoever makes one by hand gets the same answer as for a broken one."""
    after = pages.decode(cursor, query)
    kinds = [type(one) for one in like] if like is not None else None
    if after is not None and (not isinstance(after, list) or (kinds is not None and [type(one) for one in after] != kinds)):
        raise Unreadable("The cursor is broken or belongs to another list.", code="invalid_cursor")
    return after
