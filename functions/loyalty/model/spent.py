"""What one order used of its buyer's points, and what of it goes back. Pure.

An order's points are split over its lines as the reduction was. Of a line the share of the price goes back that was refunded, or of the
pieces where they cost nothing; of pieces that an amendment took out, theirs. A gift for points brings its points back with its pieces, or
when everything was given back, or it was not sold after all: not with the money of what else was bought. Rounded down over all that ever
went back of a line, so that parts add up and a whole order has all its points again. What goes back first is what ends last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from functions.loyalty.model.account import Bucket
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class SpentLine:
    """`points` of it; `quantity` and `total` as it was placed; `kept`: pieces that amendments left in it."""

    points: int
    quantity: int
    total: int
    kept: int


@dataclass(frozen=True)
class Back:
    """What one refund gave back of a line."""

    line_id: str
    quantity: int
    amount: int


@dataclass(frozen=True)
class Spent:
    """`parts`: which were taken, by their end. `returned`: how many are back. `gifts`: by line, which variant was a gift for points;
    `gifts_returned`: by line, how many pieces of it went back. `whole`: all went back; `by_lines`: by lines that were named."""

    order_id: str
    customer_id: str
    points: int
    parts: list[Bucket]
    lines: dict[str, SpentLine]
    refunds: dict[str, list[Back]] = field(default_factory=dict)
    revision: int = 0
    whole: bool = False
    returned: int = 0
    gifts: dict[str, str] = field(default_factory=dict)
    gifts_returned: dict[str, int] = field(default_factory=dict)
    by_lines: bool = False
    version: int = 0

    @property
    def due_back(self) -> int:
        return sum(line.points if self._is_over(line_id) else self._back_of(line_id, line) for line_id, line in self.lines.items())

    def _is_over(self, line_id: str) -> bool:
        return self.whole and not (self.by_lines and line_id in self.gifts)

    def next_gifts(self) -> dict[str, int]:
        """By line, pieces of gifts that went back and are not counted as that yet."""
        back = {line_id: self._pieces_of(line_id) - self.gifts_returned.get(line_id, 0) for line_id in self.gifts}
        return {line_id: pieces for line_id, pieces in back.items() if pieces}

    def _pieces_of(self, line_id: str) -> int:
        line = self.lines[line_id]
        if self._is_over(line_id):
            return line.quantity
        return line.quantity - line.kept + min(line.kept, sum(one.quantity for one in self._refunded(line_id)))

    def _refunded(self, line_id: str) -> list[Back]:
        return [one for refund in self.refunds.values() for one in refund if one.line_id == line_id]

    def _back_of(self, line_id: str, line: SpentLine) -> int:
        back = self._refunded(line_id)
        points, total = (value * line.kept // line.quantity for value in (line.points, line.total))
        if total:
            gone = points * min(total, sum(one.amount for one in back)) // total
        else:
            gone = points * min(line.kept, sum(one.quantity for one in back)) // line.kept if line.kept else 0
        return line.points - points + gone

    def next_parts(self) -> list[Bucket]:
        """What has to go back now: what is due and not back yet."""
        skip, wanted, found = self.returned, self.due_back - self.returned, list[Bucket]()
        for one in reversed(self.parts):
            here = max(0, one.points - skip)
            skip = max(0, skip - one.points)
            if part := min(here, max(0, wanted)):
                found.append(Bucket(one.expires_at, part))
                wanted -= part
        return found

    def refunded(self, refund_id: str, back: Iterable[Back], *, whole: bool) -> Spent:
        if refund_id in self.refunds:
            return self
        lines = list(back)
        by_lines = bool(lines) if whole and not self.whole else self.by_lines
        return replace(self, refunds=self.refunds | {refund_id: lines}, whole=self.whole or whole, by_lines=by_lines)

    def amended(self, pieces: Mapping[str, int], revision: int) -> Spent:
        """`pieces`: what each line has now; one that is not named has none."""
        if revision <= self.revision:
            return self
        lines = {line_id: replace(line, kept=min(line.quantity, pieces.get(line_id, 0))) for line_id, line in self.lines.items()}
        return replace(self, lines=lines, revision=revision)

    def ended(self) -> Spent:
        """Its order was not sold after all."""
        return replace(self, whole=True, by_lines=False)
