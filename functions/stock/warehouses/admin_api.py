"""Warehouses as staff works on them."""

from __future__ import annotations

from typing import Any

from functions.shared.auth.scope import SHARED, Scope, within
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.stock.model.warehouse import Warehouse
from functions.stock.store.records import StockTable
from functions.stock.store.warehouses import stored_warehouses, warehouse, warehouses
from functions.stock.warehouses.manage_warehouses import create_warehouse, delete_warehouse, edit_warehouse
from functions.stock.warehouses.schemas import WarehouseIn, WarehouseList, WarehouseName, WarehouseNames, WarehousePatch, WarehouseView

warehouse_api = Api("stock")
_THIS = Scope(warehouses=lambda req: (req.path["id"],))

_MISSING = (404, "not_found")
_STALE = (409, "version_conflict")
_IN_USE = (409, "warehouse_in_use")


def _reply(one: Warehouse, version: int, status: int = 200) -> Reply:
    return Reply(WarehouseView.of(one, version), status, etag=str(version))


@warehouse_api.operation(
    "GET", "/v1/admin/warehouses", summary="Warehouses in the order of taking", permission="stock.read", response=WarehouseList,
    scope=SHARED,
)  # fmt: skip
def get_warehouses(req: Request[Any, NoQuery]) -> WarehouseList:
    """Who acts for some of them only sees those."""
    theirs = [(one, version) for one, version in stored_warehouses() if within(req.caller.warehouses, one.id)]
    return WarehouseList(data=[WarehouseView.of(one, version) for one, version in theirs])


@warehouse_api.operation(
    "GET", "/v1/admin/warehouse_names", summary="What warehouses are called", permission="orders.read", response=WarehouseNames,
    scope=SHARED,
)  # fmt: skip
def get_warehouse_names(req: Request[Any, NoQuery]) -> WarehouseNames:
    """For whoever reads what is sent from where. Who acts for some of them only sees those."""
    theirs = [one for one in warehouses() if within(req.caller.warehouses, one.id)]
    return WarehouseNames(data=[WarehouseName(id=one.id, name=one.name, active=one.active) for one in theirs])


@warehouse_api.operation(
    "POST",
    "/v1/admin/warehouses",
    summary="Open a warehouse",
    permission="stock.write",
    body=WarehouseIn,
    response=WarehouseView,
    status=201,
    idempotent=StockTable,
    errors=[(409, "too_many_warehouses")],
)
def post_warehouse(req: Request[WarehouseIn, NoQuery]) -> Reply:
    made = create_warehouse(req.body.values(), remember=req.remembering(lambda one, version: _reply(one, version, 201)))
    return _reply(*made, 201)


@warehouse_api.operation(
    "GET", "/v1/admin/warehouses/{id}", summary="One warehouse", permission="stock.read", response=WarehouseView, scope=_THIS,
    errors=[_MISSING],
)  # fmt: skip
def get_warehouse(req: Request[Any, NoQuery]) -> Reply:
    return _reply(*warehouse(req.path["id"]))


@warehouse_api.operation(
    "PATCH",
    "/v1/admin/warehouses/{id}",
    scope=_THIS,
    summary="Change or close a warehouse",
    permission="stock.write",
    body=WarehousePatch,
    response=WarehouseView,
    idempotent=StockTable,
    errors=[_MISSING, _STALE, _IN_USE],
)
def patch_warehouse(req: Request[WarehousePatch, NoQuery]) -> Reply:
    edited = edit_warehouse(
        req.path["id"],
        req.body.values(),
        if_match=req.if_match(),
        remember=req.remembering(_reply),
    )
    return _reply(*edited)


@warehouse_api.operation(
    "DELETE",
    "/v1/admin/warehouses/{id}",
    scope=_THIS,
    summary="Delete a closed, empty warehouse",
    permission="stock.write",
    status=204,
    idempotent=StockTable,
    errors=[_MISSING, _STALE, _IN_USE, (409, "warehouse_active")],
)
def remove_warehouse(req: Request[Any, NoQuery]) -> Reply:
    reply = Reply(status=204)
    delete_warehouse(req.path["id"], if_match=req.if_match(), remember=[*req.remember(reply)])
    return reply
