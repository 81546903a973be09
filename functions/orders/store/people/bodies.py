"""Carts, orders and what hangs on them as they are stored, and read back. Everything of an order has the key of that order; carts have the
key of their month, which is of nobody: a cart is forgotten as a whole.

What is read here is written here only: a body that was read without its key has nothing where people were.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from functions.orders.model.amendments.amendment import Amendment
from functions.orders.model.cart import Cart
from functions.orders.model.cases.case import Case
from functions.orders.model.drafts.draft import Draft
from functions.orders.model.fitting import fitting_cart
from functions.orders.model.noted.note import OrderNote
from functions.orders.model.order import Order
from functions.orders.model.review.review import Review
from functions.orders.model.shipment import Shipment
from functions.orders.store.people import fields
from functions.orders.store.records import CART_SK, ORDER_SK, CartRecord, OrderRecord, cart_pk, order_pk
from functions.shared.sealing import of_this_month, opened_body, sealed_body
from functions.shared.store.records import Record

T = TypeVar("T")


def order_body(order: Order) -> str:
    return _of_order(order, fields.ORDER, order.id, ORDER_SK)


def order_of(record: OrderRecord) -> Order:
    """The snapshot taken at placing."""
    return record.content(Order, reader(record))


def cart_body(cart: Cart) -> str:
    return sealed_body(fitting_cart(cart), fields.CART, key=of_this_month("carts"), place=_place(cart_pk(cart.id), CART_SK))


def cart_of(record: CartRecord) -> Cart:
    return record.content(Cart, reader(record))


def draft_body(draft: Draft, sk: str) -> str:
    return _of_order(draft, fields.DRAFT, draft.order.id, sk)


def amendment_body(order_id: str, amendment: Amendment, sk: str) -> str:
    return _of_order(amendment, fields.AMENDMENT, order_id, sk)


def parcel_body(parcel: Shipment) -> str:
    return _of_order(replace(parcel, version=0), fields.PARCEL, parcel.order_id, f"SHP#{parcel.id}")


def parcel_of(record: Record) -> Shipment:
    return replace(opened(Shipment, record), version=int(record.version))


def case_body(case: Case, sk: str) -> str:
    return _of_order(replace(case, version=0), fields.CASE, case.order_id, sk)


def case_of(record: Record) -> Case:
    return replace(opened(Case, record), version=int(record.version))


def review_body(review: Review, sk: str) -> str:
    return _of_order(review, fields.REVIEW, review.order_id, sk)


def note_body(order_id: str, note: OrderNote, sk: str) -> str:
    return _of_order(note, fields.NOTE, order_id, sk)


def opened(shape: type[T], record: Record) -> T:
    """Any of them."""
    return opened_body(shape, record.body, place=_place(record.pk, record.sk))


def reader(record: Record) -> Callable[[type[T], str | None], T]:
    return lambda shape, body: opened_body(shape, body, place=_place(record.pk, record.sk))


def _of_order(value: Any, names: Sequence[str], order_id: str, sk: str) -> str:
    return sealed_body(value, names, key=order_id, place=_place(order_pk(order_id), sk))


def _place(pk: str, sk: str) -> str:
    return f"{pk}|{sk}"
