"""The tools of staff's machines, as data: each is an operation of the shop's API, and is there for keys that may call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from functions.agents.staff import arguments as args
from functions.shared.auth.caller import Caller
from functions.shared.http.validation import Schema
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass


class Bound(StrEnum):
    """What a confirmation holds for: the thing as it was (its version), the answer as it was told, or whatever it is by then."""

    VERSION = "version"
    ANSWER = "answer"
    NOTHING = "nothing"


@dataclass(frozen=True)
class First:
    """`reads`: what is asked before anything is done; `told`: what of its answer says what would happen, all where nothing is named."""

    reads: str
    does: str
    bound: Bound
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaffTool:
    """`calls`, `First.reads`: an operation. Arguments that its path does not name are its query or body. `closed_to`: limits of
    a key's maker (merchants, warehouses) with which the API refuses it whatever is asked; so it is not there for them."""

    name: str
    description: str
    needs: frozenset[str]
    model: type[Schema]
    calls: str
    first: First | None = None
    hints: Mapping[str, bool] = field(default_factory=lambda: {"readOnlyHint": True})
    closed_to: frozenset[str] = frozenset()

    @property
    def is_read(self) -> bool:
        return self.calls.startswith("GET ")

    @property
    def shown(self) -> dict[str, Any]:
        schema = self.model.model_json_schema(by_alias=True)
        return {"name": self.name, "description": self.description, "inputSchema": schema, "annotations": dict(self.hints)}

    def further(self) -> dict[str, Any]:
        """What is asked beside the arguments."""
        if self.name != "low_stock":
            return {}
        yesterday = clock.now().date() - timedelta(days=1)
        return {"from": str(yesterday - timedelta(days=27)), "to": str(yesterday)}


_ENDS = {"readOnlyHint": False, "destructiveHint": True, "idempotentHint": True}
_TWICE = " The first call does nothing: it tells what would happen and gives confirm_token, for ten minutes. Show it to a person, and call \
again with the same arguments and the token when they agree."
_MERCHANTS, _WAREHOUSES = frozenset({"merchants"}), frozenset({"warehouses"})
_LIMITS = _MERCHANTS | _WAREHOUSES
_ORDER = ("id", "number", "status", "payment_status", "fulfilment_status", "totals")
_PRODUCT = ("id", "status", "title", "slug")


def _needs(*permissions: str) -> frozenset[str]:
    return frozenset(permissions)


def _of_order(does: str) -> First:
    return First("GET /v1/admin/orders/{id}", does, Bound.VERSION, _ORDER)


def _of_product(does: str) -> First:
    return First("GET /v1/admin/products/{id}", does, Bound.VERSION, _PRODUCT)


_ALL = (
    StaffTool("add_note", "Write a note on an order. Buyers do not see it.", _needs("orders.note"), args.NoteIn,
              "POST /v1/admin/orders/{id}/notes", hints={"readOnlyHint": False, "destructiveHint": False}, closed_to=_LIMITS),
    StaffTool("adjust_stock", "Add pieces to the stock of a variant, or take some away." + _TWICE, _needs("stock.read", "stock.write"),
              args.AdjustIn, "POST /v1/admin/stock/{variant_id}/adjust",
              First("GET /v1/admin/stock/{variant_id}", "The pieces on hand there change by delta.", Bound.NOTHING,
                    ("variant_id", "sku", "on_hand", "reserved", "available", "state", "warehouses")), _ENDS, closed_to=_MERCHANTS),
    StaffTool("cancel_order", "Cancel an order: its stock goes back on sale, what was paid is given back." + _TWICE,
              _needs("orders.read", "orders.write"), args.CancelIn, "POST /v1/orders/{id}/cancel",
              _of_order("The order ends, its stock goes back on sale, and what was paid is given back."), _ENDS, closed_to=_LIMITS),
    StaffTool("exceptions_to_do", "What people must look at: late parcels, returns that wait, orders that stay as they are.",
              _needs("orders.read"), args.ExceptionsIn, "GET /v1/admin/exceptions"),
    StaffTool("find_orders", "Find orders, the newest first.", _needs("orders.read"), args.FindOrdersIn, "GET /v1/admin/orders"),
    StaffTool("find_products", "Find products by words, SKU or barcode, drafts too.", _needs("catalog.read"), args.FindProductsIn,
              "GET /v1/admin/products/search"),
    StaffTool("held_orders", "Orders on hold, the longest held first, with why.", _needs("orders.read"), args.PageIn,
              "GET /v1/admin/orders/held", closed_to=_LIMITS),
    StaffTool("hold_order", "Put an order on hold: nothing of it leaves until it is released." + _TWICE,
              _needs("orders.read", "orders.review"), args.HoldIn, "POST /v1/admin/orders/{id}/hold",
              _of_order("Nothing of the order leaves; parcels that are prepared are cancelled."), _ENDS, closed_to=_LIMITS),
    StaffTool("low_stock", "Variants of which nothing is left, or what is left lasts less than 14 days at the pace of the last 28.",
              _needs("reports.read"), args.LowStockIn, "GET /v1/admin/reports/turnover", closed_to=_LIMITS),
    StaffTool("publish_product", "Put a product on sale." + _TWICE, _needs("catalog.read", "catalog.publish"), args.PublishIn,
              "POST /v1/admin/products/{id}/publish", _of_product("Buyers see the product and can buy it."), _ENDS, closed_to=_WAREHOUSES),
    StaffTool("read_order", "Read an order.", _needs("orders.read"), args.OrderIn, "GET /v1/admin/orders/{id}"),
    StaffTool("read_product", "Read a product.", _needs("catalog.read"), args.ProductIn, "GET /v1/admin/products/{id}"),
    StaffTool("read_report", "Read a report.", _needs("reports.read"), args.ReportIn, "GET /v1/admin/reports/{report}", closed_to=_LIMITS),
    StaffTool("read_reviews", "Reviews of a product, hidden ones too.", _needs("catalog.read"), args.ReviewsIn,
              "GET /v1/admin/products/{id}/reviews", closed_to=_MERCHANTS),
    StaffTool("read_stock", "Stock of a variant.", _needs("stock.read"), args.VariantIn, "GET /v1/admin/stock/{variant_id}",
              closed_to=_MERCHANTS),
    StaffTool("refund_order", "Give money of an order back." + _TWICE, _needs("orders.refund"), args.RefundIn,
              "POST /v1/admin/orders/{id}/refunds",
              First("POST /v1/admin/orders/{id}/refunds/preview", "This money goes back to the buyer.", Bound.ANSWER), _ENDS,
              closed_to=_LIMITS),
    StaffTool("release_order", "Release an order that is on hold: it is sent." + _TWICE, _needs("orders.read", "orders.review"),
              args.ReleaseIn, "POST /v1/admin/orders/{id}/release", _of_order("The order goes on: it is planned, and sent."), _ENDS,
              closed_to=_LIMITS),
    StaffTool("unpublish_product", "Take a product off sale." + _TWICE, _needs("catalog.read", "catalog.publish"), args.PublishIn,
              "POST /v1/admin/products/{id}/unpublish", _of_product("Buyers do not find the product any more."), _ENDS,
              closed_to=_WAREHOUSES),
)  # fmt: skip
STAFF_TOOLS: Mapping[str, StaffTool] = {tool.name: tool for tool in _ALL}


def tools_for(caller: Caller) -> Mapping[str, StaffTool]:
    limits = limits_of(caller)
    return {name: tool for name, tool in STAFF_TOOLS.items() if tool.needs <= caller.permissions and not tool.closed_to & limits}


def limits_of(caller: Caller) -> frozenset[str]:
    """By their names: what they act for is some of them only."""
    return frozenset(name for name in ("merchants", "warehouses") if getattr(caller, name) is not None)
