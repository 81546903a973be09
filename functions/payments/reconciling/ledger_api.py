"""The ledger, for finance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.payments.attempts.schemas import Paged
from functions.payments.reconciling.read_ledger import Asked, LedgerLine, ledger
from functions.payments.store.repository import order_numbers
from functions.shared.http.operation import Api, Request
from functions.shared.http.periods import period
from functions.shared.http.validation import MoneyModel, Schema, Text
from functions.shared.plain import times

ledger_api = Api("payments")
_MOST_DAYS = 92
When = Annotated[str, StringConstraints(max_length=40)]


class Period(Schema):
    from_: When | None = Field(default=None, alias="from", examples=["2026-01-01"])
    to: When | None = Field(default=None, examples=["2026-01-31"])

    def period(self, *, whole: bool = False) -> tuple[str, str]:
        """Raises Invalid (422 `invalid_date`, `invalid_period`)."""
        start, end = period(self.from_, self.to, most_days=_MOST_DAYS, whole=whole)
        return times.iso(start), times.iso(end)


class LedgerOf(Period, Paged):
    """`from` and `to` are dates of the store (both included) or moments (`to` left out); the last 31 days, or of an order all."""

    order: Text | None = Field(default=None, examples=["ord_01JD0000000000000000000000"])
    account: Annotated[Text, StringConstraints(max_length=100)] | None = Field(default=None, examples=["fees:stripe"])

    def asked(self) -> Asked:
        start, end = self.period(whole=bool(self.order))
        return Asked(self.order, self.account, start, end, (self.order, self.account, self.from_, self.to))


class PostingView(Schema):
    account: str
    amount: MoneyModel


class LedgerLineView(Schema):
    """An entry: what caused it, and its postings, which add up to zero (a debit is positive)."""

    id: str
    at: str
    order_id: str
    order_number: str = Field(description="Empty where it is of no payment.")
    payment_id: str
    cause: str
    postings: list[PostingView]

    @classmethod
    def of(cls, line: LedgerLine, numbers: Mapping[str, str]) -> LedgerLineView:
        entry = line.entry
        postings = [PostingView(account=one.account, amount=MoneyModel.shown(one.amount, entry.currency)) for one in entry.postings]
        return cls(
            id=line.id,
            at=entry.occurred_at,
            order_id=entry.order_id,
            order_number=numbers.get(entry.payment_id, ""),
            payment_id=entry.payment_id,
            cause=entry.cause,
            postings=postings,
        )


class LedgerView(Schema):
    data: list[LedgerLineView]
    next_cursor: str | None = None


@ledger_api.operation(
    "GET",
    "/v1/admin/ledger",
    summary="The ledger of an order or of a time, by account",
    permission="payments.read",
    query=LedgerOf,
    response=LedgerView,
    errors=[(422, "invalid_date"), (422, "invalid_period")],
)
def read_ledger(req: Request[Any, LedgerOf]) -> LedgerView:
    page = ledger(req.query.asked(), limit=req.query.limit, cursor=req.query.cursor)
    numbers = order_numbers(line.entry.payment_id for line in page.data)
    return LedgerView(data=[LedgerLineView.of(line, numbers) for line in page.data], next_cursor=page.next_cursor)
