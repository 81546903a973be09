"""What one order used of its buyer's points, and what of it goes back. Pure.

An order's points are split over its lines as the reduction was. Of a line the share of the price goes back that was refunded, or of the
pieces where they cost nothing; of pieces that an amendment took out, theirs. Rounded down over all that ever went back of a line, so that
parts add up and a whole order has all its points again. What goes back first is what ends last.
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
    """`parts`: which were taken, by their end. `returned`: how many are back."""

    order_id: str
    customer_id: str
    points: int
    parts: list[Bucket]
    lines: dict[str, SpentLine]
    refunds: dict[str, list[Back]] = field(default_factory=dict)
    revision: int = 0
    whole: bool = False
    returned: int = 0
    version: int = 0

    @property
    def due_back(self) -> int:
        if self.whole:
            return self.points
        return sum(self._back_of(line_id, line) for line_id, line in self.lines.items())

    def _back_of(self, line_id: str, line: SpentLine) -> int:
        back = [one for refund in self.refunds.values() for one in refund if one.line_id == line_id]
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
        return replace(self, refunds=self.refunds | {refund_id: list(back)}, whole=self.whole or whole)

    def amended(self, pieces: Mapping[str, int], revision: int) -> Spent:
        """`pieces`: what each line has now; one that is not named has none."""
        if revision <= self.revision:
            return self
        lines = {line_id: replace(line, kept=min(line.quantity, pieces.get(line_id, 0))) for line_id, line in self.lines.items()}
        return replace(self, lines=lines, revision=revision)

    def ended(self) -> Spent:
        """Its order was not sold after all."""
        return replace(self, whole=True)
