"""A statement of withdrawal: which pieces it is about, and what can still be withdrawn of an order. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Fault, Invalid

UNSEALED = frozenset({"unsealed_hygiene", "unsealed_media"})
"""Excluded once they were unsealed after delivery (Directive 2011/83/EU, Article 16(e) and (i)): who says they are sealed is believed."""


@dataclass(frozen=True)
class Statement:
    """As it was received. `way`: api, page or number. `cases`: what was opened for it. `refused`: a code; nothing followed
    from it."""

    id: str
    order_id: str
    number: str
    declared_at: str
    way: str
    whole: bool
    lines: dict[str, int]
    amount: int
    currency: str
    cases: list[str] = field(default_factory=list)
    refused: str = ""


@dataclass(frozen=True)
class FreeLine:
    """Of a line, the pieces that can be withdrawn: those that have not left, and those that have. `excluded`: the kind of goods that it is
    excluded as, or empty; `until_sealed`: only if it was unsealed."""

    line_id: str
    unsent: int
    sent: int
    excluded: str = ""
    until_sealed: bool = False

    @property
    def pieces(self) -> int:
        return self.unsent + self.sent

    def excludes(self, sealed: bool) -> bool:
        return bool(self.excluded) and not (sealed and self.until_sealed)


@dataclass(frozen=True)
class Wish:
    """`lines`: pieces by line; None: all that can be withdrawn. `sealed`: lines whose goods were not unsealed."""

    lines: Mapping[str, int] | None = None
    sealed: frozenset[str] = frozenset()


def chosen(free: Sequence[FreeLine], wish: Wish, norm: str) -> dict[str, int]:
    """Pieces by line. Raises Invalid (422 `unknown_line`, `line_quantity_exceeded`), Conflict (409 `withdrawal_excluded`,
    `nothing_to_withdraw`)."""
    known = {line.line_id: line for line in free}
    if wish.lines is None:
        wanted = {line.line_id: line.pieces for line in free if line.pieces and not line.excludes(line.line_id in wish.sealed)}
        if not wanted and any(line.pieces for line in free):
            raise excluded([line for line in free if line.pieces], norm)
    else:
        wanted = dict(wish.lines)
        _check(known, wanted)
        if gone := [known[one] for one in wanted if known[one].excludes(one in wish.sealed)]:
            raise excluded(gone, norm)
    if not wanted:
        raise Conflict("No piece of this order is left to be withdrawn.", code="nothing_to_withdraw")
    return wanted


def named_lines(lines: Iterable[tuple[str, str, int]], free: Sequence[FreeLine], skus: Mapping[str, int]) -> dict[str, int]:
    """Pieces by line, of pieces by SKU in any spelling. `lines`: id, SKU and how many were bought. Of lines with one SKU, what can still be
    withdrawn goes first. Raises Invalid (422 `unknown_line`) for more than was bought."""
    left, found, bought = Counter[str](), Counter[str](), list(lines)
    for sku, pieces in skus.items():
        left[_spelled(sku)] += pieces
    can = {line.line_id: line.pieces for line in free}
    for most in (can, {line_id: pieces for line_id, _, pieces in bought}):
        for line_id, sku, _ in bought:
            taken = max(0, min(left[_spelled(sku)], most.get(line_id, 0) - found[line_id]))
            found[line_id] += taken
            left[_spelled(sku)] -= taken
    if any(left.values()):
        raise Invalid("The order has no such pieces.", code="unknown_line")
    return {line_id: pieces for line_id, pieces in found.items() if pieces}


def _spelled(sku: str) -> str:
    return unicodedata.normalize("NFKC", sku).strip().casefold()


def excluded(lines: Sequence[FreeLine], norm: str) -> Conflict:
    """Names each line with the kind of goods that the law excludes."""
    kinds = sorted({line.excluded for line in lines})
    return Conflict(
        f"These goods are excluded from withdrawal: {', '.join(kinds)}.",
        code="withdrawal_excluded",
        reason="excluded",
        exclusions={line.line_id: line.excluded for line in lines},
        norm=norm,
    )


def is_rest(free: Sequence[FreeLine], wanted: Mapping[str, int]) -> bool:
    """Whether nothing of the order is left then."""
    return all(line.pieces == wanted.get(line.line_id, 0) for line in free)


def _check(known: Mapping[str, FreeLine], wanted: Mapping[str, int]) -> None:
    faults = []
    for n, (line_id, pieces) in enumerate(wanted.items()):
        if line_id not in known:
            faults.append(Fault(f"/lines/{n}/line_id", "unknown_line", "The order has no such line."))
        elif pieces > known[line_id].pieces:
            faults.append(Fault(f"/lines/{n}/quantity", "line_quantity_exceeded", f"{known[line_id].pieces} can be withdrawn."))
    if faults:
        raise Invalid("These pieces cannot be withdrawn.", faults=faults, code=faults[0].code)
