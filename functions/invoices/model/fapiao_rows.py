"""The rows of a Chinese e-invoice (数电发票): goods, each with its discount directly after it, as the platforms take them. Pure.

They refuse rows of zero, negative rows that are no discount, unit prices that are off by more than 0.01 and taxes off by more than 0.06.
So what is given away has no row, the unit price has as many digits as it needs, and each row's tax is rounded on its own; what is then
left of the tax of all goes to the last rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from functions.invoices.model.rows import Row
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import round_half_up

_FEWEST_DIGITS, _MOST_DIGITS = 2, 13
_TAX_OFF = 6
"""Fen that the platforms allow between a row's tax and that of its rate."""
_REST_PER_ROW = 3
"""Fen that a row's tax may be off by to take the rest; the platforms allow 6, and a part of it is kept for red rows."""


class RowKind(StrEnum):
    GOODS = "goods"
    DISCOUNT = "discount"


@dataclass(frozen=True)
class FapiaoRow:
    """`id`: of the order's line. `unit_price`: without tax, a decimal text; empty with `quantity` 0, for money that is for no piece.
    `net` and `tax` in fen, below zero for discounts and on red ones. `relief`: why the rate is 0, as rows.Row has it."""

    id: str
    kind: RowKind
    title: str
    code: str
    quantity: int
    unit_price: str
    net: int
    tax: int
    rate: str
    relief: str = ""


def balanced(rows: Sequence[Row]) -> list[Row]:
    """The same rows, without those of zero; of prices with tax inside each tax rounded on its own, and the rest in the last rows."""
    kept = [row for row in rows if row.gross]
    for rate in dict.fromkeys(row.rate for row in kept if row.included):
        places = [n for n, row in enumerate(kept) if row.included and row.rate == rate]
        part = Fraction(rate) / (1 + Fraction(rate))
        taxes = {n: round_half_up(kept[n].gross * part) for n in places}
        rest = sum(kept[n].tax for n in places) - sum(taxes.values())
        # A price of zero beside a tax is refused, too: only where no row has more than a fen is there no other way.
        for most, price in ((_REST_PER_ROW, 1), (abs(rest), 1), (abs(rest), 0)):
            for n in reversed(places):
                share = max(-most, min(most, rest))
                after = min(max(taxes[n] + share, 0), max(taxes[n], kept[n].gross - price))
                rest -= after - taxes[n]
                taxes[n] = after
        for n in places:
            kept[n] = replace(kept[n], net=kept[n].gross - taxes[n], tax=taxes[n])
    return kept


def is_taken(row: Row) -> bool:
    """Whether the platforms take it as a row of a red one: a price beside its tax, which is that of its rate."""
    return not row.gross or (row.net > 0 and abs(Fraction(row.rate) * row.net - row.tax) <= _TAX_OFF)


def blue_rows(rows: Sequence[Row], codes: Mapping[str, str]) -> list[FapiaoRow]:
    """`rows` as `balanced` gives them; `codes` by the id of the row."""
    return [made for row in rows for made in _goods(row, codes.get(row.id, ""))]


def red_rows(rows: Sequence[Row], codes: Mapping[str, str]) -> list[FapiaoRow]:
    """Of what goes back (above zero there): one row each, below zero, discounts in it."""
    return [
        _row(row, RowKind.GOODS, codes.get(row.id, ""), quantity=-row.quantity, net=-row.net, tax=-row.tax) for row in rows if row.gross
    ]


def unit_price(net: int, quantity: int) -> str:
    """With as few digits as make it come out at `net` again, two at least."""
    exact = Fraction(net, 100 * quantity)
    for digits in range(_FEWEST_DIGITS, _MOST_DIGITS + 1):
        scaled = round_half_up(exact * 10**digits)
        if abs(Fraction(scaled * quantity * 100, 10**digits) - net) < Fraction(1, 2):
            break
    whole, part = divmod(scaled, 10**digits)
    return f"{whole}.{part:0{digits}d}"


def _goods(row: Row, code: str) -> list[FapiaoRow]:
    before = _before_discount(row)
    goods = _row(row, RowKind.GOODS, code, quantity=row.quantity, net=before[0], tax=before[1])
    off_net, off_tax = row.net - before[0], row.tax - before[1]
    if not (off_net or off_tax):
        return [goods]
    return [goods, _row(row, RowKind.DISCOUNT, code, quantity=0, net=off_net, tax=off_tax)]


def _before_discount(row: Row) -> tuple[int, int]:
    """Net and tax at the full price; those of the row itself where it is not cheaper than that, or is for no piece."""
    full, rate = row.unit_price * row.quantity, Fraction(row.rate)
    off = full - (row.gross if row.included else row.net)
    if off <= 0:
        return row.net, row.tax
    if row.included:
        # A discount never has a tax or a price above zero, whatever was rounded.
        tax = min(max(round_half_up(full * rate / (1 + rate)), row.tax), row.tax + off)
        return full - tax, tax
    return full, max(round_half_up(full * rate), row.tax)


def _row(row: Row, kind: RowKind, code: str, *, quantity: int, net: int, tax: int) -> FapiaoRow:
    price = unit_price(abs(net), abs(quantity)) if quantity and net else ""
    return FapiaoRow(row.id, kind, row.title, code, quantity if price else 0, price, net, tax, row.rate, row.category)
