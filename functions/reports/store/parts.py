"""Long lists in items of a bounded size: written as a whole, replaced as a whole, read in order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from functions.reports.store.records import ReportsTable
from functions.shared.store.listing import in_partition

_BYTES = 300_000


def put_list(pk: str, name: str, kind: str, rows: Sequence[Any]) -> None:
    """Under `pk`, with sort keys `<name>#000`, …; what is left of a longer list before is taken away. Who reads meanwhile, or after a death
    in between, may see parts of both: so it is for what is replaced again the next night."""
    parts = list(_cut(rows)) or [[]]
    known = [item.sk for item in in_partition(ReportsTable, pk, beginning=f"{name}#")]
    written = {f"{name}#{number:03d}": part for number, part in enumerate(parts)}
    with ReportsTable.batch_write() as batch:
        for sk in known:
            if sk not in written:
                batch.delete(ReportsTable(pk=pk, sk=sk))
        for sk, part in reversed(written.items()):
            batch.save(ReportsTable(pk=pk, sk=sk, kind=kind, body=json.dumps(part)))


def lists(pk: str, first: str, last: str) -> Iterator[tuple[str, list[Any]]]:
    """Of the names from `first` to `last`, in their order."""
    name, rows = "", list[Any]()
    for item in in_partition(ReportsTable, pk, first=f"{first}#", last=f"{last}#~"):
        of = item.sk.rpartition("#")[0]
        if of != name:
            if name:
                yield name, rows
            name, rows = of, []
        rows = rows + json.loads(item.body or "[]")
    if name:
        yield name, rows


def _cut(rows: Sequence[Any]) -> Iterator[list[Any]]:
    part, size = list[Any](), 0
    for row in rows:
        length = len(json.dumps(row)) + 2
        if part and size + length > _BYTES:
            yield part
            part, size = [], 0
        part.append(row)
        size += length
    if part:
        yield part
