"""What staff send and get about reconciliation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from functions.payments.attempts.schemas import Code
from functions.payments.reconciling.reconciliation_runs import KnownDifference, KnownRun
from functions.shared.http.moments import Day
from functions.shared.http.validation import MoneyModel, Schema

Kind = Literal["missing", "extra", "wrong_amount", "wrong_fee"]


class RunAgain(Schema):
    provider: Code = Field(examples=["wechatpay"])
    day: Day = Field(examples=["2025-01-31"], description="The day of the provider's bill.")


class RunQueued(Schema):
    id: str
    status: str


class ListOf(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 24
    cursor: str | None = None


class DifferencesOf(ListOf):
    kind: Kind | None = None


class RunView(Schema):
    """status: queued, running, done or failed (then `failure` says why; it is tried again). `differences` counts by kind."""

    id: str
    provider: str
    account: str
    day: str
    status: str
    lines: int
    differences: dict[str, int]
    gross: list[MoneyModel]
    fees: list[MoneyModel]
    net: list[MoneyModel]
    failure: str | None
    started_at: str
    finished_at: str | None


class RunList(Schema):
    data: list[RunView]
    next_cursor: str | None = None


class DifferenceView(Schema):
    """kind: missing (in the bill), extra (there), wrong_amount or wrong_fee. `resolved_by`: the run that found it in the next bill."""

    kind: str
    line_kind: str
    reference: str
    provider_ref: str
    booked: MoneyModel | None
    stated: MoneyModel | None
    booked_fee: MoneyModel | None
    stated_fee: MoneyModel | None
    payment_id: str | None
    order_id: str | None
    resolved_by: str | None


class DifferenceList(Schema):
    data: list[DifferenceView]
    next_cursor: str | None = None


def run_view(known: KnownRun) -> RunView:
    run = known.run

    def sums(of: dict[str, int]) -> list[MoneyModel]:
        return [MoneyModel.shown(amount, currency) for currency, amount in sorted(of.items())]

    return RunView(
        id=run.id,
        provider=run.provider,
        account=run.account,
        day=run.day,
        status=known.status,
        lines=run.lines,
        differences=run.differences,
        gross=sums(run.gross),
        fees=sums(run.fees),
        net=sums(run.net),
        failure=run.failure or None,
        started_at=run.started_at,
        finished_at=run.finished_at or None,
    )


def difference_view(known: KnownDifference) -> DifferenceView:
    one = known.difference

    def money(amount: int | None) -> MoneyModel | None:
        return None if amount is None else MoneyModel.shown(amount, one.currency)

    return DifferenceView(
        kind=one.kind.value,
        line_kind=one.line_kind,
        reference=one.reference,
        provider_ref=one.provider_ref,
        booked=money(one.booked),
        stated=money(one.stated),
        booked_fee=money(one.booked_fee),
        stated_fee=money(one.stated_fee),
        payment_id=one.payment_id or None,
        order_id=one.order_id or None,
        resolved_by=known.resolved_by,
    )
