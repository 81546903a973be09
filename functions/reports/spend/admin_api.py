"""HTTP operations for staff: what advertisements cost and brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from functions.reports.files.answers import FILES, TOO_MANY, Table, flat, told
from functions.reports.model.days import days_between, months_of
from functions.reports.model.spend import results
from functions.reports.spend.keep_spend import keep_spend
from functions.reports.spend.read_file import judged, read_csv, read_json
from functions.reports.spend.schemas import AdFigures, SpendIn, SpendKept, SpendQuery, SpendReport
from functions.reports.store.records import ReportsTable
from functions.reports.store.spend_items import brought_in, spent
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.raw_text import charset_in
from functions.shared.outside import clock
from functions.shared.plain.errors import UnsupportedMedia
from functions.shared.plain.files.csv_rows import Cell
from functions.shared.plain.settings import settings

spend_api = Api("reports")
_PATH = "/v1/admin/reports/spend"
_CSV, _JSON = {"text/csv", "application/csv"}, "application/json"


@spend_api.operation(
    "POST", _PATH, summary="Tell what advertisements cost", permission="reports.write", response=SpendKept, idempotent=ReportsTable,
    raw_body=True, max_body=1024 * 1024, scope=WHOLE_SHOP,
    errors=[(400, "unreadable_csv"), (400, "invalid_json"), (415, "unsupported_media_type"), (422, "no_rows"), (422, "too_many_rows"),
            (422, "missing_column"), (422, "unknown_column")],
)  # fmt: skip
def post_spend(req: Request[SpendIn, NoQuery]) -> Reply:
    """Per day, source, campaign, keyword and currency: as JSON, or as CSV with the columns day, source, campaign, keyword, currency, cost,
    clicks, impressions. All rows are kept, or none where one is wrong."""
    media, _, parameters = req.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media not in _CSV and media != _JSON:
        raise UnsupportedMedia("Send text/csv or application/json.")
    rows = read_json(req.raw) if media == _JSON else read_csv(req.raw, charset_in(parameters))
    today = clock.now().astimezone(ZoneInfo(settings().store_timezone)).date()

    def render(kept: int) -> Reply:
        return Reply(SpendKept(kept=kept))

    return render(keep_spend(judged(rows, today), remember=req.remembering(render)))


@spend_api.operation(
    "GET", _PATH, summary="What advertisements cost and what they brought", permission="reports.read", query=SpendQuery,
    response=SpendReport, scope=WHOLE_SHOP, errors=[(422, "reversed_range"), (422, "range_too_long"), TOO_MANY], own_answers=FILES,
)  # fmt: skip
def get_spend(req: Request[NoBody, SpendQuery]) -> Reply:
    """By source, campaign or keyword, over days of the store."""
    days = days_between(req.query.first, req.query.last)
    months, first, last = months_of(days), days[0], days[-1]
    rows = results(spent(months, first, last), brought_in(months, first, last), req.query.by)
    said = SpendReport.of(req.query, settings().store_timezone, rows)
    head = ["source", "campaign", "keyword", "currency", *AdFigures.model_fields]
    named = [([row.source, row.campaign, row.keyword], row) for row in said.rows]
    whole = [
        *named,
        *((["rest", None, None], row) for row in said.rest),
        *((["unattributed", None, None], row) for row in said.unattributed),
    ]

    def cells(some: Iterable[Any]) -> Iterator[list[Cell]]:
        for names, row in some:
            yield [*names, row.cost.currency, *flat(row, without=("source", "campaign", "keyword"))]

    return told(req, lambda: said, lambda: Table("spend", head, whole, cells))
