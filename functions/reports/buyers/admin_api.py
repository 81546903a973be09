"""HTTP operations for staff: buyers by how lately, how often and for how much they bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from functions.reports.buyers.rfm import buyers_of
from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.files.asking import WRONG, ComparedQuery, RangeOut, range_of
from functions.reports.model.asked import Span
from functions.reports.model.doing.rfm import Scored, scored
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.http.validation import Schema, SumModel
from functions.shared.plain.money import Money
from functions.shared.plain.scores.rfm import SCORES, RfmSegment

buyers_api = Api("reports")


class RfmBy(StrEnum):
    SEGMENT = "segment"
    VALUE = "value"
    SCORES = "scores"


class RfmQuery(ComparedQuery):
    by: RfmBy = Field(RfmBy.SEGMENT, description="`value`: 1 (low) to 5 (high); `scores`: recency and value crossed, such as `5-4`.")


class RfmRow(Schema):
    """`orders`: paid in the range, of which something is left; `net`: less what was taken back. `days_since`: since their last one, on
    average. `share`: of all `net`, in basis points."""

    key: str = Field(examples=["champions"])
    buyers: int
    orders: int
    net: SumModel
    days_since: float | None
    share: int | None
    buyers_before: int | None = Field(None, description="In the range that it is compared with.")


class RfmReport(RangeOut):
    """Customers with an account; who bought as a guest is nobody here. Scores are fifths, 5 the best; who is alike has the same one.
    Every row is there, also with nobody in it, and they add up to `totals`."""

    by: RfmBy
    currency: str
    rows: list[RfmRow]
    totals: RfmRow
    compared: RangeOut | None = None


_KEYS = {
    RfmBy.SEGMENT: [*RfmSegment],
    RfmBy.VALUE: [str(value) for value in range(SCORES, 0, -1)],
    RfmBy.SCORES: [f"{recency}-{value}" for recency in range(SCORES, 0, -1) for value in range(SCORES, 0, -1)],
}


@buyers_api.operation(
    "GET", "/v1/admin/reports/rfm", summary="Buyers by recency, frequency and money", permission="reports.read", query=RfmQuery,
    response=RfmReport, scope=WHOLE_SHOP, errors=[*WRONG, TOO_MANY], own_answers=FILES,
)  # fmt: skip
def get_rfm(req: Request[NoBody, RfmQuery]) -> Reply:
    """As of the last day of the range. Nobody is named: a buyer is the key of their first order."""
    span, currency = req.query.asked()
    compared = span.compared(req.query.compare) if req.query.compare else None
    now, before = _by_key(span, currency, req.query.by), _by_key(compared, currency, req.query.by) if compared else None
    whole = sum(one.buyer.net for some in now.values() for one in some)
    rows = [_row(key, now[key], span, currency, whole, before) for key in _KEYS[req.query.by]]
    everybody = [one for some in now.values() for one in some]
    all_before = {"total": [one for some in before.values() for one in some]} if before is not None else None
    total = _row("total", everybody, span, currency, whole, all_before)

    def said() -> RfmReport:
        also = RangeOut(**range_of(compared)) if compared else None
        return RfmReport(**range_of(span), by=req.query.by, currency=currency, rows=rows, totals=total, compared=also)

    return told(req, said, lambda: Table("rfm", list(RfmRow.model_fields), rows, lambda some: map(flat, some)))


def _by_key(span: Span, currency: str, by: RfmBy) -> dict[str, list[Scored]]:
    found = defaultdict[str, list[Scored]](list)
    for one in scored(buyers_of(span, currency)):
        names = {RfmBy.SEGMENT: str(one.segment), RfmBy.VALUE: str(one.value), RfmBy.SCORES: f"{one.recency}-{one.value}"}
        found[names[by]].append(one)
    return found


def _row(key: str, some: Sequence[Scored], span: Span, currency: str, whole: int, before: Any) -> RfmRow:
    net, last = sum(one.buyer.net for one in some), span.last
    assert last is not None, "a report of buyers is asked for in whole days"
    days = [(last - date.fromisoformat(one.buyer.last_day)).days for one in some]
    return RfmRow(
        key=key, buyers=len(some), orders=sum(one.buyer.orders for one in some), net=SumModel.of(Money(net, currency)),
        days_since=round(sum(days) / len(days), 1) if days else None, share=net * 10_000 // whole if whole else None,
        buyers_before=None if before is None else len(before.get(key, [])),
    )  # fmt: skip
