"""The next number of a series, in the transaction of the document that gets it: so none is given twice, and none is lost."""

from __future__ import annotations

from functions.invoices.model.series import Series
from functions.invoices.store.records import SeriesRecord, series_pk
from functions.shared.store.records import find
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put


def last_number(series: Series) -> int:
    """0 for one that has not begun. One GetItem."""
    record = find(SeriesRecord, series_pk(series), series_pk(series))
    return int(record.version) if record else 0


def numbers_put(series: Series, last: int, count: int) -> Put:
    """Gives the `count` numbers after `last`. The transaction raises Overtaken when others were given meanwhile."""
    record = SeriesRecord(pk=series_pk(series), sk=series_pk(series), kind="series", version=last + count)
    return locked_put(record, last)
