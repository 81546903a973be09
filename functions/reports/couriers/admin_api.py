"""HTTP operations for staff: how carriers do."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.files.asking import RangeOut
from functions.reports.model.asked import Comparison, span_of
from functions.reports.model.days import days_between
from functions.reports.model.doing.parcels import COUNTS, Place, Tally, percentile
from functions.reports.model.periods import Grain
from functions.reports.rollups.schemas import DaysQuery
from functions.reports.store.parcel_items import counted
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.http.validation import Schema
from functions.shared.plain.settings import settings

couriers_api = Api("reports")


class CourierBy(StrEnum):
    CARRIER = "carrier"
    SERVICE = "service"
    LANE = "lane"
    WAREHOUSE = "warehouse"


class CouriersQuery(DaysQuery):
    by: CourierBy = Field(
        CourierBy.CARRIER,
        description="`service`: of each carrier; `lane`: where its parcels went, by country; "
        "`warehouse`: from which they left, over all carriers.",
    )
    compare: Comparison | None = Field(None, description="With as long before, or with the year before.")


class CourierFigures(Schema):
    """Parcels by the day of the store on which they arrived or, if they never did, failed. `promised`: of those that arrived, with a day
    that the carrier gave; `on_time`: kept. `damaged`, `missing`, `complaints`: buyers opened a case about their order that says so (or that
    it came late); of an order with several parcels each counts. Shares in basis points: `on_time_share` of `promised`, the others of
    `ended`; null of nothing."""

    ended: int
    arrived: int
    promised: int
    on_time: int
    failed: int
    damaged: int
    missing: int
    complaints: int
    on_time_share: int | None
    failed_share: int | None
    damaged_share: int | None
    missing_share: int | None
    complaint_share: int | None
    median_hours: int | None = Field(description="From hand-over to arrival, whole hours.")
    percentile_90_hours: int | None = Field(description="Nine in ten of those that arrived took no longer.")
    median_hours_to_leave: int | None = Field(description="From the order's payment to hand-over, whole hours.")
    percentile_90_hours_to_leave: int | None
    median_minutes_to_pick: int | None = Field(description="From asking the warehouse to closing the parcel, whole minutes.")
    percentile_90_minutes_to_pick: int | None

    @classmethod
    def of(cls, tally: Tally) -> CourierFigures:
        return cls(**_figures(tally))


class CourierRow(CourierFigures):
    carrier: str = Field(description="Empty where asked by warehouse.")
    service: str | None = Field(description="Null where not asked by.")
    lane: str | None = Field(description="A country (ISO 3166-1), empty where it is not known; null where not asked by.")
    warehouse: str | None = Field(None, description="Empty where it is not known; null where not asked by.")
    comparison: CourierFigures | None = None


class CouriersReport(RangeOut):
    """Rows add up to `totals`, but for medians. Who is suspended for what is told by `GET /v1/admin/carrier_scores`."""

    by: CourierBy
    rows: list[CourierRow]
    totals: CourierFigures
    compared: RangeOut | None = None


@couriers_api.operation(
    "GET", "/v1/admin/reports/couriers", summary="How carriers do", permission="reports.read", query=CouriersQuery,
    response=CouriersReport, scope=WHOLE_SHOP, errors=[(422, "reversed_range"), (422, "range_too_long"), TOO_MANY], own_answers=FILES,
)  # fmt: skip
def get_couriers(req: Request[NoBody, CouriersQuery]) -> Reply:
    """On-time share, hours, failures and complaints, as of the last run of the schedule."""
    first, last, zone = req.query.first, req.query.last, settings().store_timezone
    days_between(first, last)
    span, before = span_of(str(first), str(last), Grain.DAY, asked_zone=None, store_zone=zone), dict[Place, Tally]()
    compared = span.compared(req.query.compare) if req.query.compare else None
    if compared and compared.first and compared.last:
        before = _by(compared.first, compared.last, req.query.by)
    now = _by(first, last, req.query.by)
    rows = [
        CourierRow(
            **_figures(now.get(place, Tally())), carrier=place[0], service=place[1] if req.query.by is CourierBy.SERVICE else None,
            lane=place[2] if req.query.by is CourierBy.LANE else None, warehouse=place[3] if req.query.by is CourierBy.WAREHOUSE else None,
            comparison=CourierFigures.of(before.get(place, Tally())) if compared else None,
        )
        for place in sorted({*now, *before})
    ]  # fmt: skip

    def said() -> CouriersReport:
        also = RangeOut(start=str(compared.first), end=str(compared.last), timezone=zone) if compared else None
        whole = CourierFigures.of(sum(now.values(), Tally()))
        return CouriersReport(start=str(first), end=str(last), timezone=zone, by=req.query.by, rows=rows, totals=whole, compared=also)

    head = [name for name in CourierRow.model_fields if name != "comparison"]
    return told(req, said, lambda: Table("couriers", head, rows, lambda some: (flat(row, without=("comparison",)) for row in some)))


def _by(first: date, last: date, by: CourierBy) -> dict[Place, Tally]:
    found = dict[Place, Tally]()
    for _, (carrier, service, lane, warehouse), tally in counted(first, last):
        place = (
            "" if by is CourierBy.WAREHOUSE else carrier, service if by is CourierBy.SERVICE else "",
            lane if by is CourierBy.LANE else "", warehouse if by is CourierBy.WAREHOUSE else "",
        )  # fmt: skip
        found[place] = found.get(place, Tally()) + tally
    return found


def _figures(tally: Tally) -> dict[str, int | None]:
    return {
        **{name: tally.count(name) for name in COUNTS}, "on_time_share": tally.share("on_time", "promised"),
        "failed_share": tally.share("failed", "ended"), "damaged_share": tally.share("damaged", "ended"),
        "missing_share": tally.share("missing", "ended"), "complaint_share": tally.share("complaints", "ended"),
        "median_hours": percentile(tally.hours, 50), "percentile_90_hours": percentile(tally.hours, 90),
        "median_hours_to_leave": percentile(tally.waited, 50), "percentile_90_hours_to_leave": percentile(tally.waited, 90),
        "median_minutes_to_pick": percentile(tally.picked, 50), "percentile_90_minutes_to_pick": percentile(tally.picked, 90),
    }  # fmt: skip
