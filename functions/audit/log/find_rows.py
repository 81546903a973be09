"""Rows by who, to what, when, what: newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from functions.audit.model.chain import Row
from functions.audit.store.records import LOG, RowRecord, actor_pk, subject_pk
from functions.shared.plain import pages, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.pages import Page
from functions.shared.store.listing import query_page
from functions.shared.store.records import find_many

_MOST_LOOKED, _AT_ONCE = 500, 50
"""By words or an action so many rows are looked at in a call, as no list knows these (ADR 179): then it has fewer, and a cursor to go on
from."""


@dataclass(frozen=True)
class Wanted:
    """`start` included, `end` not."""

    actor: str | None = None
    subject: str | None = None
    action: str | None = None
    text: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def fits(self, row: Row) -> bool:
        fact = row.fact
        if (self.actor is not None and fact.actor != self.actor) or (self.subject is not None and fact.subject != self.subject):
            return False
        if self.action is not None and not fact.action.startswith(self.action):
            return False
        if self.text is None:
            return True
        return self.text.casefold() in json.dumps([fact.action, fact.subject, fact.before, fact.after], ensure_ascii=False).casefold()


def rows_page(wanted: Wanted, *, limit: int, cursor: str | None) -> Page[Row]:
    """Full where an index knows all that is asked. By words or an action it may be short and still have a cursor."""
    found, looked = list[Row](), 0
    at_once = limit if wanted.action is None and wanted.text is None else _AT_ONCE
    while True:
        page = _look(wanted, limit=at_once, cursor=cursor)
        for row, place in page.data:
            found += [row] if wanted.fits(row) else []
            if len(found) == limit:
                is_last = page.next_cursor is None and place == page.data[-1][1]
                return Page(found, None if is_last else pages.encode(place, _query(wanted)))
        cursor, looked = page.next_cursor, looked + len(page.data)
        if cursor is None or looked >= _MOST_LOOKED:
            return Page(found, cursor)


def _look(wanted: Wanted, *, limit: int, cursor: str | None) -> Page[tuple[Row, dict[str, str]]]:
    """Rows, and where each stands."""
    index, sort, pk = _index(wanted)
    first = times.iso(wanted.start) if wanted.start else "0"
    # A sort key goes on behind its time: what is of the last moment itself must not be in.
    last = times.iso(wanted.end - timedelta(milliseconds=1)) + "~" if wanted.end else "~"
    page = query_page(
        RowRecord, pk, query=_query(wanted), limit=limit, cursor=cursor, index=index, newest_first=True,
        range_condition=getattr(RowRecord, sort).between(first, last),
    )  # fmt: skip
    places = {(one.pk, one.sk): {"pk": one.pk, "sk": one.sk, sort: getattr(one, sort)} for one in page.data}
    return Page([(one.content(Row), places[one.pk, one.sk]) for one in _whole(page.data, index)], page.next_cursor)


def _query(wanted: Wanted) -> dict[str, str]:
    return {name: str(value) for name, value in vars(wanted).items()}


def _index(wanted: Wanted) -> tuple[str, str, str]:
    if wanted.subject is not None:
        return "gsi2", "gsi2sk", subject_pk(wanted.subject)
    if wanted.actor is not None:
        return "due", "due_at", actor_pk(wanted.actor)
    return "gsi1", "gsi1sk", LOG


def _whole(records: Sequence[RowRecord], index: str) -> Sequence[RowRecord]:
    """`due` has keys only."""
    if index != "due":
        return records
    keys: list[Any] = [(record.pk, record.sk) for record in records]
    known = find_many({RowRecord: keys}, consistent=False)
    rows = [known.get((RowRecord, *key)) for key in keys]
    return [row for row in rows if isinstance(row, RowRecord)]
