"""Bundles of a cart over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.orders.carts.answers import CODE_ERRORS, CODE_HEADERS, code_edited
from functions.orders.carts.bundles.add_bundle import with_bundle
from functions.orders.carts.schemas import CartOut, Quantity
from functions.orders.store.records import CartsTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

cart_bundle_api = Api("carts")


class CartBundleIn(Schema):
    bundle_id: Annotated[str, StringConstraints(max_length=40)] = Field(examples=["prm_01JD0000000000000000000000"])
    quantity: Quantity = 1


@cart_bundle_api.operation(
    "POST", "/v1/carts/{id}/bundles", summary="Put a bundle into a cart", body=CartBundleIn, response=CartOut, idempotent=CartsTable,
    headers=CODE_HEADERS,
    errors=[
        *CODE_ERRORS, (409, "unpublished"), (422, "unknown_variant"), (422, "wrong_currency"), (422, "quantity_limit"),
        (422, "too_many_lines"),
    ],
)  # fmt: skip
def post_bundle(req: Request[CartBundleIn, NoQuery]) -> Reply:
    """All its parts, as lines, or none. The bundle's price comes off for each full set that is in the cart."""
    return code_edited(req, with_bundle(req.body.bundle_id, req.body.quantity))
