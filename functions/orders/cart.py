"""A cart as plain data and what can be done with it. Nothing here knows stock, prices of today, storage or time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from functions.orders.order import Address
from functions.shared.errors import Invalid, NotFound

MAX_LINES = 100
MAX_QUANTITY = 999


@dataclass(frozen=True)
class CartLine:
    """`title` to `list_price` are as the buyer was last shown them; a later difference is told as a notice."""

    line_id: str
    variant_id: str
    product_id: str
    sku: str
    title: dict[str, str]
    options: dict[str, str]
    image: str | None
    quantity: int
    unit_price: int
    list_price: int | None = None


@dataclass(frozen=True)
class Cart:
    id: str
    currency: str
    customer_id: str | None = None
    email: str | None = None
    lines: list[CartLine] = field(default_factory=list)
    address: Address | None = None
    delivery_option_id: str | None = None


def add_line(cart: Cart, line: CartLine) -> Cart:
    """The cart with the line; a line of the same variant grows instead. Raises Invalid beyond the limits."""
    same = next((old for old in cart.lines if old.variant_id == line.variant_id), None)
    if same is None:
        if len(cart.lines) >= MAX_LINES:
            raise Invalid(f"A cart holds at most {MAX_LINES} lines.", code="too_many_lines")
        return replace(cart, lines=[*cart.lines, line])
    quantity = same.quantity + line.quantity
    if quantity > MAX_QUANTITY:
        raise Invalid.field("/quantity", "quantity_limit", f"At most {MAX_QUANTITY} of one variant; {same.quantity} are in the cart.")
    merged = replace(line, line_id=same.line_id, quantity=quantity)
    return replace(cart, lines=[merged if old is same else old for old in cart.lines])


def set_quantity(cart: Cart, line_id: str, quantity: int) -> Cart:
    """Raises NotFound for a line that is not there."""
    _line(cart, line_id)
    return replace(cart, lines=[replace(line, quantity=quantity) if line.line_id == line_id else line for line in cart.lines])


def remove_line(cart: Cart, line_id: str) -> Cart:
    """Raises NotFound for a line that is not there."""
    _line(cart, line_id)
    return replace(cart, lines=[line for line in cart.lines if line.line_id != line_id])


def _line(cart: Cart, line_id: str) -> CartLine:
    for line in cart.lines:
        if line.line_id == line_id:
            return line
    raise NotFound("There is no such line in the cart.")


def missing_for_order(cart: Cart) -> Sequence[str]:
    """Which steps are still to be done before the cart can be placed, in their usual order."""
    steps = {"lines": bool(cart.lines), "address": cart.address is not None, "delivery_option": cart.delivery_option_id is not None}
    return [step for step, done in steps.items() if not done]
