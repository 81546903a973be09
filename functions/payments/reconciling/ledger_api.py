"""The ledger, for finance."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from functions.payments.attempts.schemas import Paged
from functions.payments.reconciling.read_ledger import Asked, LedgerLine, ledger
from functions.shared.http.operation import Api, Request
from functions.shared.http.validation import MoneyModel, Schema, Text
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Invalid
from functions.shared.plain.settings import settings
from functions.shared.plain.store_time import utc_of

ledger_api = Api("payments")
_MOST_DAYS = 92
_USUALLY = timedelta(days=31)
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
When = Annotated[str, StringConstraints(max_length=40)]


class Period(Schema):
    from_: When | None = Field(default=None, alias="from", examples=["2026-01-01"])
    to: When | None = Field(default=None, examples=["2026-01-31"])

    def period(self, *, whole: bool = False) -> tuple[str, str]:
        """From, and before. `whole`: all times, unless something else is said. Raises Invalid (422 `invalid_date`, `invalid_period`)."""
        end = _moment(self.to, "/to", end=True) or (_LAST if whole else clock.now() + timedelta(seconds=1))
        start = _moment(self.from_, "/from", end=False) or (_FIRST if whole else end - _USUALLY)
        if start >= end or (not whole and end - start > timedelta(days=_MOST_DAYS + 1)):
            raise Invalid.field("/from", "invalid_period", f"`from` is before `to`; without an order at most {_MOST_DAYS} days.")
        return times.iso(start), times.iso(end)


class LedgerOf(Period, Paged):
    """`from` and `to` are dates of the store (both included) or moments (`to` left out); the last 31 days, or of an order all."""

    order: Text | None = Field(default=None, examples=["ord_01JD0000000000000000000000"])
    account: Annotated[Text, StringConstraints(max_length=100)] | None = Field(default=None, examples=["fees:stripe"])

    def asked(self) -> Asked:
        start, end = self.period(whole=bool(self.order))
        return Asked(self.order, self.account, start, end, (self.order, self.account, self.from_, self.to))


def _moment(text: str | None, pointer: str, *, end: bool) -> datetime | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        wanted = f"{day + timedelta(days=int(end))}T00:00:00" if day else text
        moment = utc_of(wanted, settings().store_timezone)
    except (ValueError, OverflowError) as error:
        raise Invalid.field(pointer, "invalid_date", "A date (2026-01-31) or a moment (2026-01-31T08:00:00Z).") from error
    if not _FIRST <= moment <= _LAST + timedelta(days=1):
        raise Invalid.field(pointer, "invalid_date", "From 1970-01-01 to 2200-01-01.")
    return moment


class PostingView(Schema):
    account: str
    amount: MoneyModel


class LedgerLineView(Schema):
    """An entry: what caused it, and its postings, which add up to zero (a debit is positive)."""

    id: str
    at: str
    order_id: str
    payment_id: str
    cause: str
    postings: list[PostingView]

    @classmethod
    def of(cls, line: LedgerLine) -> LedgerLineView:
        entry = line.entry
        postings = [PostingView(account=one.account, amount=MoneyModel.shown(one.amount, entry.currency)) for one in entry.postings]
        return cls(
            id=line.id, at=entry.occurred_at, order_id=entry.order_id, payment_id=entry.payment_id, cause=entry.cause, postings=postings
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
    return LedgerView(data=[LedgerLineView.of(line) for line in page.data], next_cursor=page.next_cursor)
