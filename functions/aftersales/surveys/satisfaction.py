"""How satisfied people are: the stored scores, counted by who decided, whose goods they were, or why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from functions.aftersales.model.survey import Survey
from functions.aftersales.store.surveys import answers
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


class By(StrEnum):
    AGENT = "agent"
    SELLER = "seller"
    REASON = "reason"
    KIND = "kind"


@dataclass(frozen=True)
class SatisfactionRow:
    """`scores`: answers by score."""

    key: str
    scores: Counter[int] = field(default_factory=Counter)

    @property
    def answers(self) -> int:
        return self.scores.total()

    @property
    def sum(self) -> int:
        return sum(score * count for score, count in self.scores.items())

    @property
    def average(self) -> str:
        """To two places, rounded half up; "" without an answer."""
        if not self.answers:
            return ""
        hundredths = (200 * self.sum + self.answers) // (2 * self.answers)
        return f"{hundredths // 100}.{hundredths % 100:02d}"


def satisfaction(start: datetime, end: datetime, by: By) -> list[SatisfactionRow]:
    """By key. `end` is left out."""
    return counted((one for month in _months(start, end) for one in answers(month, times.iso(start), times.iso(end))), by)


def counted(surveys: Iterable[Survey], by: By) -> list[SatisfactionRow]:
    rows: dict[str, SatisfactionRow] = {}
    for one in surveys:
        key = str(getattr(one.of, by.value))
        rows.setdefault(key, SatisfactionRow(key)).scores[one.score] += 1
    return [rows[key] for key in sorted(rows)]


def total(rows: Iterable[SatisfactionRow]) -> SatisfactionRow:
    scores = Counter[int]()
    for row in rows:
        scores.update(row.scores)
    return SatisfactionRow("", scores)


def _months(start: datetime, end: datetime) -> list[str]:
    months, day = [], start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=32)).replace(day=1)
    return months
