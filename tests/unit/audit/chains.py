"""A log as it would lie in its tables, without tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from functions.audit.model.chain import Head, Row, Signed, link
from functions.audit.model.verify import Finding, verify
from functions.shared.audit.fact import Fact

DAYS = ("2026-11-24", "2026-11-25", "2026-11-26")


def fact(number: int) -> Fact:
    after = {"price": number}
    return Fact(
        f"fct_{number}", f"2026-11-24T10:00:00.{number % 1000:03}Z", "staff", "cus_1", "PATCH /v1/admin/products/{id}", "prd_1", {}, after
    )


def signature(head: Head) -> str:
    return f"signed {head.text().decode()}"


@dataclass(frozen=True)
class Log:
    rows: tuple[Row, ...]
    heads: tuple[Head, ...]
    newest: Head | None

    def without(self, *numbers: int) -> Log:
        gone = set(numbers)
        return replace(self, rows=tuple(row for row in self.rows if row.number not in gone))

    def with_row(self, row: Row) -> Log:
        return replace(self, rows=tuple(row if one.number == row.number else one for one in self.rows))

    def without_day(self, day: str) -> Log:
        """Its rows and its head."""
        rows, heads = (row for row in self.rows if row.day != day), (head for head in self.heads if head.day != day)
        return replace(self, rows=tuple(rows), heads=tuple(heads))

    def findings(self, known: int = 0) -> list[Finding]:
        by_day: dict[str, list[Row]] = {}
        for row in self.rows:
            by_day.setdefault(row.day, []).append(row)
        newest = signed(self.newest) if self.newest else None
        found: Iterable[Finding] = verify(
            newest, [signed(head) for head in self.heads], lambda day: by_day.get(day, []), is_signed, known=known
        )
        return list(found)


def signed(head: Head) -> Signed:
    return Signed(head, signature(head))


def is_signed(one: Signed) -> bool:
    return one.signature == signature(one.head)


def log_of(sizes: Sequence[int]) -> Log:
    rows: list[Row] = []
    heads: list[Head] = []
    head: Head | None = None
    for day, size in zip(DAYS, sizes, strict=False):
        more, head = link(head, day, [fact(len(rows) + n) for n in range(size)])
        rows += more
        heads.append(head)
    return Log(tuple(rows), tuple(heads), head)
