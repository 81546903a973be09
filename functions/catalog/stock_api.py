"""Stock as staff works on it. In paths, a variant is named by its id or its SKU."""

from __future__ import annotations

from typing import Any

from functions.catalog.adjust_stock import adjust_stock
from functions.catalog.admin_schemas import StockAdjustment
from functions.catalog.admin_views import MovementPage, StockLevel
from functions.catalog.read_stock import Level, stock_level, stock_movements
from functions.catalog.records import StockTable
from functions.catalog.schemas import PageQuery
from functions.shared.api import Api, NoQuery, Reply, Request

stock_api = Api("stock")

_MISSING = (404, "not_found")


def _reply(level: Level) -> Reply:
    return Reply(StockLevel.of(level), etag=str(level.version))


@stock_api.operation(
    "GET", "/v1/admin/stock/{variant_id}", summary="Stock of a variant", permission="stock.read", response=StockLevel, errors=[_MISSING]
)
def get_stock(req: Request[Any, NoQuery]) -> Reply:
    return _reply(stock_level(req.path["variant_id"]))


@stock_api.operation(
    "POST",
    "/v1/admin/stock/{variant_id}/adjust",
    summary="Add or take away stock",
    permission="stock.write",
    body=StockAdjustment,
    response=StockLevel,
    idempotent=StockTable,
    errors=[_MISSING, (409, "out_of_stock")],
)
def post_adjust(req: Request[StockAdjustment, NoQuery]) -> Reply:
    level = adjust_stock(
        req.path["variant_id"],
        req.body.delta,
        req.body.reason,
        actor=req.caller.actor,
        remember=lambda after: [*req.remember(_reply(after))],
    )
    return _reply(level)


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
    return MovementPage.of(stock_movements(req.path["variant_id"], limit=req.query.limit, cursor=req.query.cursor))
