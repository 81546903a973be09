"""What is added up. Pure. All are whole numbers: pieces, or minor units of the row's currency; amounts of two currencies never meet."""

from __future__ import annotations

from collections.abc import Mapping

MEASURES = (
    "orders",  # paid; an order counts once, with its greatest line
    "units",
    "subtotal",
    "discount",
    "coupon_off",  # what a coupon took, off goods and delivery; no part of the other sums
    "shipping",
    "tax",  # beside the prices
    "tax_included",  # in the prices
    "revenue",  # subtotal - discount + shipping + tax
    "cancelled_orders",
    "cancelled",  # what a cancelled order cost
    "refunds",  # money that went back
    "taken_back",  # by refunds and cancellations: no amount twice, though a cancelled order is paid back as well
    "tax_back",  # of both taxes, in what was taken back
    "units_back",
    "cost",  # of the pieces sold, less those taken back
    "uncosted",  # of the pieces sold, those whose cost nobody knew
    "captured",
    "paid_back",
    "disputed",  # less what was won
    "fees",
    "paid_attempts",
    "failed_attempts",
)


def added(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    return {name: a.get(name, 0) + b.get(name, 0) for name in {**a, **b}}


def net_of(sums: Mapping[str, int]) -> int:
    return sums.get("revenue", 0) - sums.get("taken_back", 0)


def tax_of(sums: Mapping[str, int]) -> int:
    """What of `net` is tax, beside the prices or in them."""
    return sums.get("tax", 0) + sums.get("tax_included", 0) - sums.get("tax_back", 0)


def profit_of(sums: Mapping[str, int]) -> int:
    """`net` without its tax, less what the pieces cost and what providers kept; what a delivery costs the shop is not in it."""
    return net_of(sums) - tax_of(sums) - sums.get("cost", 0) - sums.get("fees", 0)
