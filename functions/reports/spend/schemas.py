"""What is told of the cost of advertisements, and what the report answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, AliasChoices, Field, StringConstraints

from functions.reports.model.spend import By, Result
from functions.reports.rollups.schemas import DaysQuery
from functions.shared.http.moments import DayText
from functions.shared.http.validation import MoneyModel, Schema, SumModel
from functions.shared.plain.money import Money

MOST_SHOWN = 1_000


def _cost(money: MoneyModel) -> MoneyModel:
    if money.amount < 0:
        raise ValueError("a cost is not below 0; a correction is told as the right cost")
    return money


def _no_bar(text: str) -> str:
    if "|" in text or any(ord(character) < 32 for character in text):
        raise ValueError("no bars and no control characters")
    return text


AdName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
Keyword = Annotated[str, StringConstraints(max_length=100), AfterValidator(_no_bar)]
Count = Annotated[int, Field(ge=0, le=10**12, strict=True)]


class SpendRow(Schema):
    """What one day at one keyword of a campaign cost in one currency. Told again, it takes the place of what was told before; told in a
    wrong currency, it is taken back by a cost of 0 in that one."""

    day: DayText = Field(description="As the source counts days.", examples=["2026-01-31"])
    source: AdName = Field(examples=["google"])
    campaign: AdName = Field(examples=["spring-sale"])
    keyword: Keyword = Field("", examples=["gaiwan"])
    cost: Annotated[MoneyModel, AfterValidator(_cost)]
    clicks: Count = 0
    impressions: Count = 0


class SpendIn(Schema):
    rows: Annotated[list[SpendRow], Field(min_length=1, max_length=2_000)]


class SpendKept(Schema):
    kept: int = Field(description="Rows, new ones and those that took the place of others.")


class SpendQuery(DaysQuery):
    by: By = By.CAMPAIGN


class AdFigures(Schema):
    """`return_on_spend`: revenue for each unit of cost; null where nothing was spent."""

    cost: SumModel
    clicks: int
    impressions: int
    orders: int
    revenue: SumModel
    return_on_spend: float | None


class AdRow(AdFigures):
    source: str
    campaign: str | None = Field(description="Null where not asked by.")
    keyword: str | None

    @classmethod
    def of(cls, row: Result, by: By) -> AdRow:
        assert row.touch is not None
        return cls(
            source=row.touch.source, campaign=row.touch.campaign if by is not By.SOURCE else None,
            keyword=row.touch.keyword if by is By.KEYWORD else None, **_figures(row),
        )  # fmt: skip


class SpendReport(Schema):
    """Orders by the last advertisement that their browser came by within seven days before they were sent, on the day of the store when
    they were paid; what no advertisement can be thanked for stands under `unattributed`, one entry per currency. `totals` are sums of both.
    Of more than 1,000 rows those that cost least are one row of `rest` per currency."""

    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    by: By
    timezone: str
    rows: list[AdRow]
    rest: list[AdFigures]
    unattributed: list[AdFigures]
    totals: list[AdFigures]

    @classmethod
    def of(cls, query: SpendQuery, timezone: str, rows: list[Result]) -> SpendReport:
        owed = sorted((row for row in rows if row.touch), key=lambda row: (-row.cost, -row.revenue))
        shown = set(owed[:MOST_SHOWN])
        return cls(
            start=str(query.first), end=str(query.last), by=query.by, timezone=timezone,
            rows=[AdRow.of(row, query.by) for row in rows if row in shown], rest=_sums(owed[MOST_SHOWN:]),
            unattributed=_sums([row for row in rows if not row.touch]), totals=_sums(rows),
        )  # fmt: skip


def _sums(rows: list[Result]) -> list[AdFigures]:
    sums: dict[str, Result] = {}
    for row in rows:
        known = sums.get(row.currency, Result(None, row.currency))
        sums[row.currency] = Result(
            None, row.currency, known.cost + row.cost, known.clicks + row.clicks, known.impressions + row.impressions,
            known.orders + row.orders, known.revenue + row.revenue,
        )  # fmt: skip
    return [AdFigures(**_figures(one)) for _, one in sorted(sums.items())]


def _figures(row: Result) -> dict[str, object]:
    return {
        "cost": SumModel.of(Money(row.cost, row.currency)), "clicks": row.clicks, "impressions": row.impressions, "orders": row.orders,
        "revenue": SumModel.of(Money(row.revenue, row.currency)),
        "return_on_spend": round(row.revenue / row.cost, 4) if row.cost else None,
    }  # fmt: skip
