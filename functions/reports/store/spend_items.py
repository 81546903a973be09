"""What the reports table keeps of advertisements.

- pk `SPEND#<month>`, sk `<day>#<hash of source, campaign and keyword>#<currency>`: what they cost. Told again, it is replaced. Rows
  of before have no currency in their sk: such a row counts until its currency is told again, and stands right before those that replace it.
- pk `ATTRIBUTED#<month>`, sk `<day>#<part>`: what they brought on a day of the store, counted from the lake, replaced as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from itertools import groupby

from functions.reports.model.spend import Brought, Spend
from functions.reports.store.parts import lists, put_list
from functions.reports.store.records import ReportsTable
from functions.shared.plain.bodies import dump, load
from functions.shared.store.listing import in_partition
from functions.shared.store.transactions import Put


def spend_put(spend: Spend) -> Put:
    digest = hashlib.sha256(f"{spend.source}|{spend.campaign}|{spend.keyword}".encode()).hexdigest()[:32]
    return Put(ReportsTable(pk=f"SPEND#{spend.day[:7]}", sk=f"{spend.day}#{digest}#{spend.currency}", kind="spend", body=dump(spend)))


def spent(months: Sequence[str], first: str, last: str) -> Iterator[Spend]:
    for month in months:
        items = in_partition(ReportsTable, f"SPEND#{month}", first=first, last=f"{last}#~")
        for _, some in groupby(items, key=lambda item: item.sk.split("#")[:2]):
            yield from {one.currency: one for one in (load(Spend, item.body) for item in some)}.values()


def put_brought(day: str, brought: Sequence[Brought]) -> None:
    put_list(f"ATTRIBUTED#{day[:7]}", day, "attributed", [list(astuple(one)) for one in brought])


def brought_in(months: Sequence[str], first: str, last: str) -> Iterator[Brought]:
    for month in months:
        for _, rows in lists(f"ATTRIBUTED#{month}", first, last):
            yield from (Brought(*row) for row in rows)
