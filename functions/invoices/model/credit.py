"""What a credit note says of a refund: which rows of the invoice, with which tax. Pure.

Whatever the refunds and their order, the notes of an invoice that went back whole are exactly the invoice: of every row a note takes
what is left of it at most, and the last one all that is left. A whole line goes back with the line's own tax; an amount for nothing in
particular goes over all that is left, and bears the tax of each rate in proportion, whatever was rounded before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction

from functions.invoices.model.rows import Row
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.money import prorate, round_half_up


@dataclass(frozen=True)
class Back:
    """What a refund was for: `lines` by id (pieces, amount), the delivery, and what is for nothing in particular. All taxes are in it."""

    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    shipping: int = 0
    other: int = 0

    @property
    def amount(self) -> int:
        return sum(amount for _, amount in self.lines.values()) + self.shipping + self.other


class TooMuchCredited(Conflict):
    code, title = "credit_exceeds_invoice", "More than the invoice"


def credited(invoice: Sequence[Row], notes: Iterable[Row], back: Back, *, least_net: int = 0) -> list[Row]:
    """The rows of the note. `notes`: those of all notes of the invoice before. `least_net`: what a row has besides its tax, here and of
    what is left, as far as that can be. Raises TooMuchCredited (409)."""
    book = _Book(invoice, notes, least_net)
    over = 0
    for row_id, (_, amount) in back.lines.items():
        over += book.take([row_id], amount)
    over += book.take([row.id for row in invoice if row.is_delivery], back.shipping)
    if book.take([row.id for row in invoice], back.other + over):
        raise TooMuchCredited("The invoice has not that much left to be credited.")
    pieces = {row_id: quantity for row_id, (quantity, _) in back.lines.items()}
    return [row for row in (book.note(row, pieces.get(row.id, 0)) for row in invoice) if row.gross or row.quantity]


@dataclass(frozen=True)
class _Left:
    gross: int
    tax: int


class _Book:
    """What is left of each row, and what this note takes of it."""

    def __init__(self, invoice: Sequence[Row], notes: Iterable[Row], least_net: int) -> None:
        self._least_net = least_net
        self._rows = {row.id: row for row in invoice}
        gone_gross, gone_tax = Counter[str](), Counter[str]()
        for row in notes:
            gone_gross[row.id] += row.gross
            gone_tax[row.id] += row.tax
        self._left = {row.id: _Left(row.gross - gone_gross[row.id], row.tax - gone_tax[row.id]) for row in invoice}
        self._before = dict(self._left)

    def take(self, row_ids: Sequence[str], amount: int) -> int:
        """Of these rows, in proportion to what is left of them. Answers what they have not."""
        known = [row_id for row_id in row_ids if row_id in self._left]
        weights = [self._left[row_id].gross for row_id in known]
        taken = min(amount, sum(weights))
        if taken:
            parts = dict(zip(known, prorate(taken, weights), strict=True))
            for rate in dict.fromkeys(self._rows[row_id].rate for row_id in known):
                of_rate = {row_id: part for row_id, part in parts.items() if self._rows[row_id].rate == rate and part}
                if of_rate:
                    self._take(of_rate)
        return amount - taken

    def _take(self, parts: Mapping[str, int]) -> None:
        """Of rows of one rate."""
        rows = [self._rows[row_id] for row_id in parts]
        left = [self._left[row_id] for row_id in parts]
        gross, tax = sum(row.gross for row in rows), sum(row.tax for row in rows)
        gone = gross - sum(one.gross for one in left) + sum(parts.values())
        target = round_half_up(Fraction(tax * gone, gross)) - (tax - sum(one.tax for one in left))
        for row_id, share in zip(parts, _shared(target, left, list(parts.values()), self._least_net), strict=True):
            before = self._left[row_id]
            self._left[row_id] = _Left(before.gross - parts[row_id], before.tax - share)

    def note(self, row: Row, pieces: int) -> Row:
        before, after = self._before[row.id], self._left[row.id]
        gross, tax = before.gross - after.gross, before.tax - after.tax
        return replace(row, quantity=pieces, net=gross - tax, tax=tax, unit_price=0, discount=0)


def _shared(target: int, left: Sequence[_Left], parts: Sequence[int], least_net: int) -> list[int]:
    """The tax of the parts: as near to `target` as rows allow, none of which may keep more tax than price, or give more than it has."""
    least = [max(0, one.tax - max(0, one.gross - part - least_net)) for one, part in zip(left, parts, strict=True)]
    most = [max(low, min(part - least_net, one.tax)) for one, part, low in zip(left, parts, least, strict=True)]
    wanted = [one.tax * part // one.gross for one, part in zip(left, parts, strict=True)]
    shares = [min(max(want, low), high) for want, low, high in zip(wanted, least, most, strict=True)]
    for n, share in enumerate(shares):
        # Evenly over the rows that are still to come; what these cannot take, the next loop gives to whoever can.
        missing, rows = target - sum(shares), len(shares) - n
        shares[n] = min(max(share + (-(-missing // rows) if missing > 0 else missing // rows), least[n]), most[n])
    for n, share in enumerate(shares):
        shares[n] = min(max(share + target - sum(shares), least[n]), most[n])
    return shares


def rows_left(invoice: Sequence[Row], notes: Iterable[Row]) -> list[Row]:
    """What the invoice is still for, after its notes."""
    known = list(notes)
    gross, tax, pieces = Counter[str](), Counter[str](), Counter[str]()
    for row in known:
        gross[row.id] += row.gross
        tax[row.id] += row.tax
        pieces[row.id] += row.quantity
    left = [
        replace(row, quantity=row.quantity - pieces[row.id], net=row.net - (gross[row.id] - tax[row.id]), tax=row.tax - tax[row.id])
        for row in invoice
    ]
    return [row for row in left if row.gross or row.quantity]
