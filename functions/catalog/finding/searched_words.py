"""What shoppers search for, added up by day and word, each batch once: the favourites of a week, and what is missing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from functions.catalog.search.tally import Count, SearchBatch, Tally, merged
from functions.catalog.store.records import SEARCHES_SK, SearchBatchRecord, SearchedWordRecord, searches_batch_pk, searches_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import load
from functions.shared.store.transactions import Exists, Update, put_new, transact

TRENDING_DAYS = 7
_KEPT = timedelta(days=40)
_FRESH_SECONDS = 60.0
_days: dict[str, tuple[float, Tally]] = {}


class CountedBefore(Exists):
    """The queue has delivered this batch again."""


def count_batch(record: Mapping[str, Any]) -> None:
    """One message of the queue: all its words or none, and only once."""
    batch = load(SearchBatch, record["body"])
    expires = int((times.parse(batch.at) + _KEPT).timestamp())
    pk = searches_batch_pk(batch.id)
    seen = put_new(SearchBatchRecord(pk=pk, sk=SEARCHES_SK, kind="searches", ttl=expires), CountedBefore())
    try:
        transact([seen, *(_raise(batch.at[:10], word, count, expires) for word, count in batch.words.items())])
    except CountedBefore:
        return


def tally_of(days: int, *, fresh: float = _FRESH_SECONDS) -> Tally:
    """The searches of the last days, today included, in UTC: a query per day; past days are read once, the last two at most
    every `fresh` seconds."""
    today = clock.now().date()
    return merged(_day((today - timedelta(days=back)), fresh=float("inf") if back > 1 else fresh) for back in range(days))


def _day(day: date, *, fresh: float) -> Tally:
    text = day.isoformat()
    known = _days.get(text)
    if known and time.monotonic() - known[0] < fresh:
        return known[1]
    records = SearchedWordRecord.query(searches_pk(text))
    tally = Tally({record.sk: Count(int(record.searches), int(record.without_results)) for record in records})
    if len(_days) > 2 * TRENDING_DAYS:
        _days.clear()
    _days[text] = (time.monotonic(), tally)
    return tally


def _raise(day: str, word: str, count: Count, expires: int) -> Update:
    actions = [
        SearchedWordRecord.searches.add(count.searches),
        SearchedWordRecord.without_results.add(count.without_results),
        SearchedWordRecord.kind.set("word"),
        SearchedWordRecord.ttl.set(expires),
    ]
    return Update(SearchedWordRecord, searches_pk(day), word, actions)


def forget() -> None:
    _days.clear()
