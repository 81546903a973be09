"""What can be made wrong in a simulated provider's bill on purpose, by trade: `{"bill": "missing"}`. Nothing else is touched by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NAMES = ("missing", "extra", "wrong_amount", "wrong_fee", "none")
_MORE = 1
_FEE_MORE = 7
_RATE = 6
"""Per mille of the amount."""


def as_billed(trade: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The trade as its bill shows it: once as it is, or as the fault planted in it wants."""
    fault = trade.get("bill", "none")
    if fault == "wrong_amount":
        yield trade | {name: trade[name] + _MORE for name in ("amount", "captured") if name in trade}
    elif fault == "wrong_fee":
        yield trade | {"fee": fee_of(trade) + _FEE_MORE}
    elif fault != "missing":
        yield trade
    if fault == "extra":
        # The same names whenever the bill is asked for.
        yield trade | {name: trade[name][::-1] for name in ("id", "reference")}


def fee_of(movement: dict[str, Any]) -> int:
    """Of a trade or refund: what was planted, or 0.6 % rounded half up."""
    amount = movement.get("captured", movement["amount"])
    return int(movement.get("fee", (amount * _RATE + 500) // 1000))
