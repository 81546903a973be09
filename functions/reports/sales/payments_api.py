"""HTTP operations for staff: how payments went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import AliasChoices, Field, StringConstraints

from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.files.asking import known_currency
from functions.reports.model.asked import span_of
from functions.reports.model.periods import Grain
from functions.reports.sales.payments import MethodRow, by_method
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.moments import Day
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.http.validation import Schema, SumModel
from functions.shared.plain.files.csv_rows import Cell
from functions.shared.plain.money import Money
from functions.shared.plain.settings import settings

payments_api = Api("reports")
_WRONG = [(422, "reversed_range"), (422, "range_too_long"), (422, "unknown_timezone"), (422, "unknown_currency"), TOO_MANY]


class PaymentsQuery(Schema):
    first: Day = Field(alias="from", description="The first day.", examples=["2026-01-01"])
    last: Day = Field(alias="to", description="The last day, included; at most 400 days.", examples=["2026-01-31"])
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    timezone: Annotated[str, StringConstraints(max_length=64)] | None = Field(None, description="The store's days, unless given.")


class FailedReason(Schema):
    reason: str = Field(examples=["declined"])
    attempts: int


class MethodFigures(Schema):
    """`success_rate`: of the attempts that have ended, in basis points; null where none has. What is still open counts nowhere. Orders and
    `revenue` are those that the method paid."""

    method: str | None = Field(examples=["stripe"])
    paid_attempts: int
    failed_attempts: int
    success_rate: int | None
    reasons: list[FailedReason]
    orders: int
    revenue: SumModel
    captured: SumModel
    paid_back: SumModel
    disputed: SumModel
    fees: SumModel

    @classmethod
    def of(cls, row: MethodRow) -> MethodFigures:
        def count(name: str) -> int:
            return row.sums.get(name, 0)

        ended = count("paid_attempts") + count("failed_attempts")
        money = {name: SumModel.of(Money(count(name), row.currency)) for name in ("revenue", "captured", "paid_back", "disputed", "fees")}
        return cls(
            method=row.method or None, paid_attempts=count("paid_attempts"), failed_attempts=count("failed_attempts"),
            success_rate=count("paid_attempts") * 10_000 // ended if ended else None,
            reasons=[FailedReason(reason=reason, attempts=number) for reason, number in row.reasons.items()],
            orders=count("orders"), **money,
        )  # fmt: skip


class PaymentsReport(Schema):
    start: str = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from", examples=["2026-01-01"])
    end: str = Field(validation_alias=AliasChoices("end", "to"), serialization_alias="to", examples=["2026-01-31"])
    timezone: str
    methods: list[MethodFigures]


@payments_api.operation(
    "GET", "/v1/admin/reports/payments", summary="How payments went, by method", permission="reports.read", query=PaymentsQuery,
    response=PaymentsReport, scope=WHOLE_SHOP, errors=_WRONG, own_answers=FILES,
)  # fmt: skip
def get_payments(req: Request[NoBody, PaymentsQuery]) -> Reply:
    """Attempts by the day they ended, with the reasons of those that did not work; money as it moved, and what providers kept. Attempts
    that ended unpaid are told in the shop's currency."""
    first, last = f"{req.query.first}", f"{req.query.last}"
    span = span_of(first, last, Grain.DAY, asked_zone=req.query.timezone, store_zone=settings().store_timezone)
    methods = [MethodFigures.of(row) for row in by_method(span, known_currency(req.query.currency))]
    said = PaymentsReport(start=first, end=last, timezone=span.zone, methods=methods)
    head = ["currency", *(name for name in MethodFigures.model_fields if name != "reasons"), "reasons"]

    def cells(some: Iterable[MethodFigures]) -> Iterator[list[Cell]]:
        for one in some:
            why = "; ".join(f"{reason.reason}: {reason.attempts}" for reason in one.reasons)
            yield [one.revenue.currency, *flat(one, without=("reasons",)), why]

    return told(req, lambda: said, lambda: Table("payments", head, methods, cells))
