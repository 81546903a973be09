"""Stock as staff works on it. In paths, a variant is named by its id or its SKU."""

from __future__ import annotations

from typing import Any

from functions.shared.auth.scope import SHARED, Scope, within
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.pages import Page
from functions.shared.store.listing import states_in
from functions.stock.keeping.adjust_stock import adjust_stock
from functions.stock.keeping.check_stock import last_check
from functions.stock.keeping.count_stock import count_stock
from functions.stock.keeping.lying_there import lying_there
from functions.stock.keeping.movement_views import MovementPage
from functions.stock.keeping.read_stock import Level, stock_level, stock_movements
from functions.stock.keeping.running_short import running_short
from functions.stock.keeping.schemas import (
    DifferenceView,
    LyingIn,
    SafetyStock,
    SafetyStockView,
    ShortagesQuery,
    StockAdjustment,
    StockCheckView,
    StockCount,
    StockTransfer,
    Threshold,
    ThresholdView,
)
from functions.stock.keeping.set_threshold import set_safety, set_threshold
from functions.stock.keeping.transfer_stock import transfer_stock
from functions.stock.keeping.views import LyingPage, ShortagePage, StockLevel
from functions.stock.model.stock import Place
from functions.stock.store.records import StockTable
from functions.stock.store.shortages import Shortage

stock_api = Api("stock")

_MISSING = (404, "not_found")
_THERE = Scope(warehouses=lambda req: (req.body.warehouse_id,))
_REFUSED = [_MISSING, (409, "out_of_stock"), (409, "not_on_shelf"), (409, "too_many_bins"), (422, "unknown_warehouse")]


def _reply(level: Level) -> Reply:
    return Reply(StockLevel.of(level), etag=str(level.version))


@stock_api.operation(
    "GET",
    "/v1/admin/stock",
    scope=Scope(warehouses=lambda req: (req.query.warehouse,)),
    summary="What lies in a warehouse, variant by variant",
    permission="stock.read",
    query=LyingIn,
    response=LyingPage,
    errors=[_MISSING],
)
def get_lying(req: Request[Any, LyingIn]) -> LyingPage:
    """Also what has run out there. Where much lies in bins a page may be short and have a cursor."""
    return LyingPage.of(lying_there(req.query.warehouse, limit=req.query.limit, cursor=req.query.cursor))


@stock_api.operation(
    "GET",
    "/v1/admin/stock_shortages",
    scope=SHARED,
    summary="Variants on sale that are low or sold out, those that became so last first",
    permission="stock.read",
    query=ShortagesQuery,
    response=ShortagePage,
)
def get_shortages(req: Request[Any, ShortagesQuery]) -> ShortagePage:
    """Counted by what is for sale in all warehouses together, a moment after it moved; what never was in stock is not short. Who acts for
    some merchants only sees their goods. A page may be short and have a cursor."""
    asked = req.query
    page = running_short(
        states_in(Shortage, asked.state),
        seen=lambda merchant: within(req.caller.merchants, merchant),
        limit=asked.limit,
        cursor=asked.cursor,
    )
    return ShortagePage.of(page)


@stock_api.operation(
    "GET", "/v1/admin/stock/{variant_id}", summary="Stock of a variant", permission="stock.read", response=StockLevel, errors=[_MISSING]
)
def get_stock(req: Request[Any, NoQuery]) -> Reply:
    """Who acts for some warehouses only sees what lies in those, beside the sums of all."""
    level = stock_level(req.path["variant_id"])
    shown = StockLevel.of(level)
    theirs = [one for one in shown.warehouses if within(req.caller.warehouses, one.warehouse)]
    return Reply(shown.model_copy(update={"warehouses": theirs}), etag=str(level.version))


@stock_api.operation(
    "POST",
    "/v1/admin/stock/{variant_id}/adjust",
    scope=_THERE,
    summary="Add or take away stock",
    permission="stock.write",
    body=StockAdjustment,
    response=StockLevel,
    idempotent=StockTable,
    errors=_REFUSED,
)
def post_adjust(req: Request[StockAdjustment, NoQuery]) -> Reply:
    body = req.body
    level = adjust_stock(
        req.path["variant_id"],
        Place(body.warehouse_id, body.bin),
        body.delta,
        body.reason,
        actor=req.caller.actor,
        remember=req.remembering(_reply),
    )
    return _reply(level)


@stock_api.operation(
    "POST",
    "/v1/admin/stock/{variant_id}/count",
    scope=_THERE,
    summary="Book what was found in a warehouse",
    permission="stock.write",
    body=StockCount,
    response=StockLevel,
    idempotent=StockTable,
    errors=_REFUSED,
)
def post_count(req: Request[StockCount, NoQuery]) -> Reply:
    """On hand in that warehouse (or bin of it) becomes `counted`; the difference goes into the ledger."""
    body = req.body
    level = count_stock(
        req.path["variant_id"],
        Place(body.warehouse_id, body.bin),
        body.counted,
        body.reason,
        actor=req.caller.actor,
        remember=req.remembering(_reply),
    )
    return _reply(level)


@stock_api.operation(
    "POST",
    "/v1/admin/stock/{variant_id}/transfer",
    scope=Scope(warehouses=lambda req: (req.body.from_warehouse_id, req.body.to_warehouse_id)),
    summary="Move pieces to another warehouse or bin",
    permission="stock.write",
    body=StockTransfer,
    response=StockLevel,
    idempotent=StockTable,
    errors=[*_REFUSED, (422, "same_warehouse")],
)
def post_transfer(req: Request[StockTransfer, NoQuery]) -> Reply:
    body = req.body
    level = transfer_stock(
        req.path["variant_id"],
        Place(body.from_warehouse_id, body.from_bin),
        Place(body.to_warehouse_id, body.to_bin),
        body.quantity,
        body.reason,
        actor=req.caller.actor,
        remember=req.remembering(_reply),
    )
    return _reply(level)


@stock_api.operation(
    "PUT",
    "/v1/admin/stock/{variant_id}/threshold",
    summary="From how few pieces on a variant is low",
    permission="stock.write",
    body=Threshold,
    response=ThresholdView,
    idempotent=StockTable,
    errors=[_MISSING, (409, "not_counted")],
)
def put_threshold(req: Request[Threshold, NoQuery]) -> ThresholdView:
    """When what is for sale falls to it, `stock.low` is told once, until there is more again."""

    def reply(variant_id: str, low_at: int | None) -> Reply:
        return Reply(ThresholdView(variant_id=variant_id, low_at=low_at))

    low_at = req.body.low_at
    return ThresholdView(variant_id=set_threshold(req.path["variant_id"], low_at, remember=req.remembering(reply)), low_at=low_at)


@stock_api.operation(
    "PUT",
    "/v1/admin/stock/{variant_id}/safety",
    summary="How many pieces of a variant are never offered",
    permission="stock.write",
    body=SafetyStock,
    response=SafetyStockView,
    idempotent=StockTable,
    errors=[_MISSING, (409, "not_counted")],
)
def put_safety(req: Request[SafetyStock, NoQuery]) -> SafetyStockView:
    """What shoppers see, carts count and orders take is what is available less these."""

    def reply(variant_id: str, safety: int | None) -> Reply:
        return Reply(SafetyStockView(variant_id=variant_id, safety_stock=safety))

    safety = req.body.safety_stock
    variant_id = set_safety(req.path["variant_id"], safety, remember=req.remembering(reply))
    return SafetyStockView(variant_id=variant_id, safety_stock=safety)


@stock_api.operation(
    "GET",
    "/v1/admin/stock/{variant_id}/movements",
    summary="Every movement of a variant's stock, newest first",
    permission="stock.read",
    query=PageQuery,
    response=MovementPage,
    errors=[_MISSING],
)
def get_movements(req: Request[Any, PageQuery]) -> MovementPage:
    """Who acts for some warehouses only sees those of them: a page may have fewer rows than asked for and more behind it."""
    page = stock_movements(req.path["variant_id"], limit=req.query.limit, cursor=req.query.cursor)
    theirs = [one for one in page.data if within(req.caller.warehouses, one.warehouse)]
    return MovementPage.of(Page(theirs, page.next_cursor))


@stock_api.operation(
    "GET",
    "/v1/admin/stock/check",
    summary="What the last check of counters against movements found",
    permission="stock.read",
    response=StockCheckView,
    errors=[_MISSING],
)
def get_check(_: Request[Any, NoQuery]) -> StockCheckView:
    report = last_check()
    rows = [DifferenceView.model_validate(vars(one)) for one in report.differences]
    return StockCheckView(
        **{name: getattr(report, name) for name in StockCheckView.model_fields if name != "differences"}, differences=rows
    )
