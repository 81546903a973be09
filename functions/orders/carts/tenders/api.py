"""Gift cards and credit of a cart over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.orders.carts.answers import CODE_ERRORS, CODE_HEADERS, code_edited
from functions.orders.carts.schemas import CartOut
from functions.orders.carts.tenders import cart_tenders
from functions.orders.store.records import CartsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import Schema

cart_tender_api = Api("carts")


class GiftCardIn(Schema):
    code: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Field(
        description="Blanks, hyphens, case and look-alike characters do not matter.", examples=["7QK3-M0ZD-81VX-W4RT"]
    )


@cart_tender_api.operation(
    "PUT", "/v1/carts/{id}/gift_cards", summary="Pay with a gift card", body=GiftCardIn, response=CartOut, idempotent=CartsTable,
    headers=CODE_HEADERS,
    errors=[*CODE_ERRORS, (404, "unknown_card"), (409, "card_unusable"), (409, "wrong_currency"), (422, "too_many_cards")],
)  # fmt: skip
def put_card(req: Request[GiftCardIn, NoQuery]) -> Reply:
    """It pays as much as is on it when the order is placed; `tenders` tells how much that is now. Cards pay in the order in which they
    were put in, then credit, and `to_pay` is left for another way to pay."""
    return code_edited(req, cart_tenders.with_card(req.body.code))


@cart_tender_api.operation(
    "DELETE", "/v1/carts/{id}/gift_cards/{card_id}", summary="Do not pay with a gift card", response=CartOut, idempotent=CartsTable,
    headers=CODE_HEADERS, errors=CODE_ERRORS,
)  # fmt: skip
def drop_card(req: Request[NoBody, NoQuery]) -> Reply:
    return code_edited(req, cart_tenders.without_card(req.path["card_id"]))


@cart_tender_api.operation(
    "PUT", "/v1/carts/{id}/store_credit", summary="Pay with my credit", permission="customer", response=CartOut, idempotent=CartsTable,
    headers=CODE_HEADERS, errors=CODE_ERRORS,
)  # fmt: skip
def put_credit(req: Request[NoBody, NoQuery]) -> Reply:
    """As much of it as the order costs, after gift cards."""
    return code_edited(req, cart_tenders.with_credit)


@cart_tender_api.operation(
    "DELETE", "/v1/carts/{id}/store_credit", summary="Keep my credit", permission="customer", response=CartOut, idempotent=CartsTable,
    headers=CODE_HEADERS, errors=CODE_ERRORS,
)  # fmt: skip
def drop_credit(req: Request[NoBody, NoQuery]) -> Reply:
    return code_edited(req, cart_tenders.without_credit)
