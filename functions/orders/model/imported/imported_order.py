"""An order as another system had it, and as this shop keeps it: its amounts to the unit, every difference told. Pure.

Amounts are integer minor units. What was paid there is a fact: the total stands, and what its parts do not explain is a discount (below
0 an addition) of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from functions.orders.model.order import DeliveryOption, Order, OrderLine, Part, Totals
from functions.orders.model.states import FulfilmentStatus, PaymentStatus
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import prorate
from functions.shared.plain.postal_address import Address

CHANNEL = "imported"


@dataclass(frozen=True)
class ImportedLine:
    """`subtotal`: of all its pieces, before discounts. `total`: what the file says it came to in the end; None where it says nothing."""

    sku: str
    title: str
    quantity: int
    unit_price: int
    subtotal: int
    list_price: int | None = None
    discount: int = 0
    tax: int = 0
    total: int | None = None


@dataclass(frozen=True)
class ImportedOrder:
    """`key`: its name in the other system. `discount`, `tax_included`: None where the file does not say; they follow from the rest then.
    `taxes`: their names and amounts. Times are UTC texts, empty where it never came to that."""

    key: str
    number: str
    customer_id: str | None
    currency: str
    language: str
    placed_at: str
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    lines: Sequence[ImportedLine]
    shipping: int
    tax: int
    total: int
    address: Address
    discount: int | None = None
    tax_included: bool | None = None
    refunded: int = 0
    paid_at: str = ""
    cancelled_at: str = ""
    delivery: str = ""
    codes: Sequence[str] = ()
    taxes: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    private_metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """`line` counts from 0; None: of the whole order."""

    code: str
    detail: str
    line: int | None = None


@dataclass(frozen=True)
class Sums:
    totals: Totals
    discounts: Sequence[int]
    """Of each line."""
    taxes: Sequence[int]
    included: bool
    differences: Sequence[Difference]


def sums_of(order: ImportedOrder) -> Sums:
    """subtotal − discount + shipping + tax = total, whatever the file says; where it says something else that is told."""
    found = [difference for number, line in enumerate(order.lines) for difference in _of_line(number, line)]
    subtotal = sum(line.subtotal for line in order.lines)
    of_lines = sum(line.discount for line in order.lines)
    stated = of_lines if order.discount is None else order.discount
    included = _is_included(order, subtotal, stated)
    tax = 0 if included else order.tax
    explained = subtotal + order.shipping + tax
    discount = explained - order.total
    if discount != stated:
        parts = f"{subtotal} − {stated} + {order.shipping} + {tax} = {explained - stated}"
        found.append(
            Difference(
                "totals_differ",
                f"Its parts come to {parts} and its total is {order.total} (in the smallest unit of {order.currency}): the total counts, "
                f"the difference of {order.total - explained + stated} stands with the discounts.",
            )
        )
    weights = [max(line.subtotal - line.discount, 0) for line in order.lines]
    rest = prorate(discount - of_lines, weights) if order.lines else []
    discounts = [line.discount + more for line, more in zip(order.lines, rest, strict=True)]
    own = [0 if included else line.tax for line in order.lines]
    nets = [max(line.subtotal - off, 0) for line, off in zip(order.lines, discounts, strict=True)]
    taxes = own if sum(own) == tax else prorate(tax, nets)
    return Sums(Totals(subtotal, discount, order.shipping, tax, order.total), discounts, taxes, included, found)


def order_from(order: ImportedOrder, sums: Sums, *, order_id: str, line_ids: Sequence[str], sold: Sequence[tuple[str, str]]) -> Order:
    """`sold`: variant and product of each line, empty where this shop has none."""
    lines = [
        OrderLine(
            line_id=line_id,
            variant_id=variant_id,
            product_id=product_id,
            sku=line.sku,
            title={order.language: line.title},
            options={},
            image=None,
            category_id=None,
            quantity=line.quantity,
            unit_price=line.unit_price,
            list_price=line.list_price,
            subtotal=line.subtotal,
            discount=discount,
            tax=tax,
            total=line.subtotal - discount + tax,
        )
        for line, line_id, (variant_id, product_id), discount, tax in zip(
            order.lines, line_ids, sold, sums.discounts, sums.taxes, strict=True
        )
    ]
    return Order(
        id=order_id,
        number=order.number,
        customer_id=order.customer_id,
        channel=CHANNEL,
        language=order.language,
        currency=order.currency,
        lines=lines,
        totals=sums.totals,
        address=order.address,
        delivery=DeliveryOption(CHANNEL, "", order.delivery, order.shipping, ""),
        placed_at=order.placed_at,
        payment_deadline=order.placed_at,
        note=order.note,
        parts=_parts(order, sums),
        private_metadata=order.private_metadata,
    )


def _of_line(number: int, line: ImportedLine) -> list[Difference]:
    found = []
    if line.unit_price * line.quantity != line.subtotal:
        detail = f"{line.quantity} × {line.unit_price} is not {line.subtotal}; {line.subtotal} counts."
        found.append(Difference("line_differs", detail, number))
    came_to = line.subtotal - line.discount + line.tax
    if line.total is not None and line.total not in (came_to, came_to - line.tax):
        detail = f"{line.subtotal} − {line.discount} + {line.tax} = {came_to} is not the {line.total} of the file."
        found.append(Difference("line_differs", detail, number))
    return found


def _is_included(order: ImportedOrder, subtotal: int, discount: int) -> bool:
    """Whether the prices hold the tax: as the file says, or as its total shows."""
    if order.tax_included is not None:
        return order.tax_included
    without = subtotal - discount + order.shipping
    return order.tax != 0 and without == order.total


def _parts(order: ImportedOrder, sums: Sums) -> list[Part]:
    kind = "tax_included" if sums.included else "tax"
    taxes = dict(order.taxes) if sum(order.taxes.values()) == order.tax else {"Tax": order.tax}
    discount, shipping = sums.totals.discount, sums.totals.shipping
    return [
        *([Part("discount", CHANNEL, ", ".join(order.codes) or "Discount", -discount)] if discount else []),
        *([Part("shipping", CHANNEL, order.delivery or "Shipping", shipping)] if shipping else []),
        *(Part(kind, CHANNEL, name, amount) for name, amount in taxes.items() if amount),
    ]
