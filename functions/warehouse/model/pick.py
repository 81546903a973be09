"""A pick request: what is to be taken from the shelves for one parcel, and how far that is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid
from functions.shared.plain.state import advance


class PickState(StrEnum):
    REQUESTED = "requested"
    PICKING = "picking"
    PACKED = "packed"
    SHORT = "short"
    CANCELLED = "cancelled"


# Short: nothing was found of what is left. A packed parcel is opened again when pieces leave it.
TRANSITIONS: Mapping[PickState, frozenset[PickState]] = {
    PickState.REQUESTED: frozenset({PickState.PICKING, PickState.SHORT, PickState.CANCELLED}),
    PickState.PICKING: frozenset({PickState.PICKING, PickState.PACKED, PickState.SHORT, PickState.CANCELLED}),
    PickState.PACKED: frozenset({PickState.PICKING, PickState.CANCELLED}),
    PickState.SHORT: frozenset(),
    PickState.CANCELLED: frozenset(),
}
OPEN = frozenset({PickState.REQUESTED, PickState.PICKING})


@dataclass(frozen=True)
class PickLine:
    """`bins`: how many pieces were to be taken from which bin ("": none). `missing`: of these, not found. `put_back`: scanned pieces that
    left the parcel afterwards."""

    line_id: str
    variant_id: str
    sku: str
    quantity: int
    bins: dict[str, int] = field(default_factory=dict)
    scanned: int = 0
    missing: int = 0
    put_back: int = 0

    @property
    def open(self) -> int:
        return self.quantity - self.scanned


@dataclass(frozen=True)
class Pick:
    """`version` is its item's, and no part of what is stored. `retold`: for which setting of the warehouse's outside system it was told
    again."""

    id: str
    order_id: str
    number: str
    shipment_id: str
    warehouse_id: str
    merchant_id: str
    carrier: str
    service: str
    lines: list[PickLine]
    requested_at: str
    state: PickState = PickState.REQUESTED
    packed_at: str = ""
    retold: int = 0
    version: int = 0

    @property
    def first_bin(self) -> str:
        return min((name for line in self.lines for name in line.bins), default="")

    def to(self, state: PickState) -> Pick:
        """Raises IllegalTransition (409)."""
        return replace(self, state=advance(TRANSITIONS, self.state, state))


def scanned(pick: Pick, variant_id: str, quantity: int) -> Pick:
    """So many pieces more of the variant. Raises Conflict (409 `too_many_scanned`), IllegalTransition."""
    if quantity > sum(line.open for line in pick.lines if line.variant_id == variant_id):
        raise Conflict("More pieces than the parcel is to hold.", code="too_many_scanned")
    lines = []
    for line in pick.lines:
        some = min(line.open, quantity) if line.variant_id == variant_id else 0
        quantity -= some
        lines.append(replace(line, scanned=line.scanned + some))
    return replace(pick, lines=lines).to(PickState.PICKING)


def picked_to(pick: Pick, totals: Mapping[str, int]) -> Pick:
    """With so many pieces scanned in all, by line id; less than is known already came late and changes nothing. Raises Invalid (422
    `unknown_line`), Conflict (409 `too_many_scanned`), IllegalTransition. The very same value, if nothing is new."""
    known = {line.line_id: line for line in pick.lines}
    if faults := [
        Fault(f"/data/lines/{n}/line_id", "unknown_line", "The pick request has no such line.")
        for n, line_id in enumerate(totals)
        if line_id not in known
    ]:
        raise Invalid("These lines cannot be picked.", faults=faults, code="unknown_line")
    if pick.state in (PickState.SHORT, PickState.CANCELLED):
        pick.to(PickState.PICKING)
    over = {line_id: known[line_id].quantity for line_id, total in totals.items() if total > known[line_id].quantity}
    if over:
        raise Conflict("More pieces than the parcel is to hold.", code="too_many_scanned", lines=over)
    lines = [replace(line, scanned=max(line.scanned, totals.get(line.line_id, 0))) for line in pick.lines]
    if lines == pick.lines and pick.state is not PickState.REQUESTED:
        return pick
    return replace(pick, lines=lines).to(PickState.PICKING)


def packed(pick: Pick, now: str) -> Pick:
    """Raises Conflict (409 `not_all_scanned`), IllegalTransition."""
    done = pick.to(PickState.PACKED)
    left = {line.line_id: line.open for line in pick.lines if line.open}
    if left:
        raise Conflict("Not every piece is scanned.", code="not_all_scanned", lines=left)
    return replace(done, packed_at=now)


def short_of(pick: Pick, missing: Mapping[str, int]) -> Pick:
    """Without the pieces that were not found, by line id. Raises Invalid (422) for lines that it does not have or pieces that are scanned,
    Conflict (409 `already_short`): of each variant that is told once, since orders look for it elsewhere then."""
    known = {line.line_id: line for line in pick.lines}
    faults = []
    for n, (line_id, quantity) in enumerate(missing.items()):
        if line_id not in known:
            faults.append(Fault(f"/lines/{n}/line_id", "unknown_line", "The pick request has no such line."))
        elif quantity > known[line_id].open:
            faults.append(Fault(f"/lines/{n}/quantity", "more_than_open", "Fewer pieces of it are still to be scanned."))
    if faults:
        raise Invalid("These pieces cannot be missing.", faults=faults)
    told = {line.variant_id for line in pick.lines if line.missing}
    if told & {known[line_id].variant_id for line_id in missing}:
        raise Conflict("Pieces of this variant were told missing before.", code="already_short")
    pick.to(PickState.SHORT)
    lines = [_without(line, missing.get(line.line_id, 0)) for line in pick.lines]
    state = PickState.PICKING if any(line.quantity for line in lines) else PickState.SHORT
    return replace(pick, lines=lines).to(state)


def missing_bins(line: PickLine, quantity: int) -> dict[str, int]:
    """In which bins the pieces that were not found should lie: the last ones, since those are given back first."""
    found: dict[str, int] = {}
    for name, pieces in sorted(line.bins.items(), reverse=True):
        if some := min(pieces, quantity):
            found[name] = some
            quantity -= some
    return found


def as_in_parcel(pick: Pick, quantities: Mapping[str, int]) -> Pick:
    """With no more pieces than its parcel has, by line id; cancelled, if that is none. The very same value when nothing left it."""
    if pick.state in (PickState.SHORT, PickState.CANCELLED):
        return pick
    lines = [_at_most(line, quantities.get(line.line_id, 0)) for line in pick.lines]
    if lines == pick.lines:
        return pick
    changed = replace(pick, lines=lines, packed_at="")
    if not any(line.quantity for line in lines):
        return changed.to(PickState.CANCELLED)
    return changed.to(PickState.PICKING) if pick.state is PickState.PACKED else changed


def in_bin_order(lines: Sequence[PickLine]) -> list[PickLine]:
    return sorted(lines, key=lambda line: (min(line.bins, default=""), line.sku, line.line_id))


def _without(line: PickLine, missing: int) -> PickLine:
    return replace(line, quantity=line.quantity - missing, missing=line.missing + missing)


def _at_most(line: PickLine, quantity: int) -> PickLine:
    if quantity >= line.quantity:
        return line
    kept = min(line.scanned, quantity)
    return replace(line, quantity=quantity, scanned=kept, put_back=line.put_back + line.scanned - kept)
