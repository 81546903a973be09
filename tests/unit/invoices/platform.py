"""What the platforms of Chinese e-invoices refuse, as a test reads it: an own reading, not the code that makes the rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from functions.invoices.model.fapiao_rows import FapiaoRow, RowKind


def faults(rows: Sequence[FapiaoRow], *, red: bool = False) -> list[str]:
    found, sign = [], -1 if red else 1
    for n, row in enumerate(rows):
        before = rows[n - 1] if n else None
        if row.kind is RowKind.DISCOUNT:
            if (
                red
                or before is None
                or before.kind is not RowKind.GOODS
                or (before.id, before.rate, before.code) != (row.id, row.rate, row.code)
            ):
                found.append(f"{n}: a discount is not directly after its goods")
            elif row.net > 0 or row.tax > 0 or -row.net > before.net or row.quantity or row.unit_price:
                found.append(f"{n}: a discount is more than its goods, or no discount")
        elif row.net * sign <= 0:
            found.append(f"{n}: a row of zero, or below")
        if abs(row.net * Decimal(row.rate) - row.tax) > 6:
            found.append(f"{n}: tax {row.tax} of {row.net} at {row.rate}")
        if row.unit_price and abs(Decimal(row.unit_price) * row.quantity * 100 - row.net) > 1:
            found.append(f"{n}: {row.unit_price} × {row.quantity} is not {row.net}")
        if bool(row.quantity) is not bool(row.unit_price) or len(row.unit_price.partition(".")[2]) > 13:
            found.append(f"{n}: unit price {row.unit_price} of {row.quantity}")
    return found
