"""Carts as staff see them, with what they keep on them: no prices, no address, and nothing that opens the cart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from functions.orders.carts.note_cart import note_cart, staffs_cart
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CartRecord, CartsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Metadata, Schema
from functions.shared.plain import times

cart_notes_api = Api("carts")

_MISSING = (404, "not_found")


class CartNotes(Schema):
    private_metadata: Metadata = Field(description="For staff only; the order takes it over. Public metadata is the buyer's to change.")


class NotedLine(Schema):
    id: str
    variant_id: str
    sku: str
    quantity: int
    metadata: dict[str, str]


class NotedCart(Schema):
    """status: open | merged | placed (then `order_id`)."""

    id: str
    version: int
    status: str
    order_id: str | None
    customer_id: str | None
    currency: str
    lines: list[NotedLine]
    metadata: dict[str, str]
    private_metadata: dict[str, str]
    expires_at: str


def _reply(record: CartRecord) -> Reply:
    cart, version = cart_of(record), int(record.version)
    view = NotedCart(
        id=cart.id,
        version=version,
        status=record.status,
        order_id=record.order_id,
        customer_id=cart.customer_id,
        currency=cart.currency,
        lines=[
            NotedLine(id=one.line_id, variant_id=one.variant_id, sku=one.sku, quantity=one.quantity, metadata=one.metadata)
            for one in cart.lines
        ],
        metadata=cart.metadata,
        private_metadata=cart.private_metadata,
        expires_at=times.iso(datetime.fromtimestamp(int(record.ttl or 0), UTC)),
    )
    return Reply(view, etag=str(version))


@cart_notes_api.operation("GET", "/v1/admin/carts/{id}", summary="A cart", permission="orders.read", response=NotedCart, errors=[_MISSING])
def read_cart_of_buyer(req: Request[Any, NoQuery]) -> Reply:
    return _reply(staffs_cart(req.path["id"]))


@cart_notes_api.operation(
    "PATCH", "/v1/admin/carts/{id}", summary="Keep notes on a cart", permission="orders.write", body=CartNotes, response=NotedCart,
    idempotent=CartsTable, headers=("If-Match",),
    errors=[_MISSING, (409, "version_conflict"), (409, "cart_already_placed"), (409, "cart_merged")],
)  # fmt: skip
def patch_notes(req: Request[CartNotes, NoQuery]) -> Reply:
    noted = note_cart(
        req.path["id"],
        req.body.private_metadata,
        if_match=req.if_match(),
        remember=req.remembering(_reply),
    )
    return _reply(noted)
