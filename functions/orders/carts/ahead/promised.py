"""What of a cart is sold ahead: its pieces that no stock is there for, and of a pre-order all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.catalog import Sellable
from functions.orders.carts.cart_checks import UNPUBLISHED, CheckedLine
from functions.stock import AheadPromise


def promised(lines: Sequence[CheckedLine], found: Mapping[str, Sellable]) -> dict[str, AheadPromise]:
    """By variant, all lines of it together."""
    wanted = Counter[str]()
    for checked in lines:
        if not checked.says(UNPUBLISHED):
            wanted[checked.line.variant_id] += checked.line.quantity
    promises = {}
    for variant_id, quantity in wanted.items():
        sellable = found.get(variant_id)
        if sellable and sellable.ahead:
            promise = sellable.ahead.promise(variant_id, quantity, sellable.available)
            if promise:
                promises[variant_id] = promise
    return promises


def told_of(promises: Mapping[str, AheadPromise], checked: CheckedLine) -> tuple[str, str]:
    """What an order's line keeps: as what it was sold, and the day that was promised; nothing of what was there."""
    promise = promises.get(checked.line.variant_id)
    return (promise.offer.sold_as, promise.offer.promised_on) if promise else ("", "")


def in_reach(one: Sellable, safety: int, beyond: int) -> Sellable:
    """Nothing is sold ahead to an address while pieces lie where nobody sends to it from: they would be counted as there for it."""
    if not beyond:
        return one
    return replace(one, available=one.available + safety - beyond, ahead=one.ahead if beyond == safety else None)
