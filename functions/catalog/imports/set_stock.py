"""Stock as a file states it, moved once per run of the import, however often its worker dies or its message comes again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.catalog.imports.stock_statement import Move, StockStatement, move_for
from functions.catalog.model.product import Variant
from functions.catalog.store.repository import again_unless_taken
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.shared.store.transactions import Write, transact
from functions.stock import AlreadyMoved, Booking, Pieces, booking_writes, pieces_of

AT_ONCE = 24
"""A variant costs four of the 100 actions of a transaction."""
REASON = "import"

Wanted = Sequence[tuple[Variant, int]]
Counters = Mapping[str, Pieces]


@dataclass(frozen=True)
class Stocked:
    """`short` are the SKUs of which more is reserved for buyers than the file says there is: so many stay."""

    moved: bool
    short: tuple[str, ...] = ()


def set_stock(wanted: Wanted, statement: StockStatement, *, cause: str, actor: Actor, remember: list[Write]) -> Stocked:
    """At most AT_ONCE variants; `remember` is written with whatever moves. With a `cause` that was used before nothing happens.

    Raises Conflict (409 `stock_below_zero`, `not_on_shelf`).
    """

    def attempt() -> Stocked:
        there = counters_of(wanted)
        writes = _writes(wanted, statement, there, cause, actor)
        if writes:
            transact([*writes, *remember])
        return Stocked(bool(writes), _short(wanted, statement, there))

    try:
        return again_unless_taken(attempt)
    except AlreadyMoved:
        return Stocked(False)


def would_move(wanted: Wanted, statement: StockStatement) -> Stocked:
    """What `set_stock` would do now, of any number of variants. Raises as it does, but for `not_on_shelf`."""
    there = counters_of(wanted) if wanted else {}
    return Stocked(any(move.delta for _, move in _moves(wanted, statement, there)), _short(wanted, statement, there))


def first_stock_writes(wanted: Wanted, statement: StockStatement, *, cause: str, actor: Actor) -> list[Write]:
    """The writes for variants that are made in the same transaction; at most AT_ONCE of them."""
    return _writes(wanted, statement, {}, cause, actor)


def counters_of(wanted: Wanted) -> Counters:
    return pieces_of(variant.id for variant, _ in wanted)


def _moves(wanted: Wanted, statement: StockStatement, there: Counters) -> list[tuple[Variant, Move]]:
    def move(variant: Variant, pieces: int) -> Move:
        counters = there.get(variant.id, Pieces())
        return move_for(statement, pieces, available=counters.available, reserved=counters.reserved)

    return [(variant, move(variant, pieces)) for variant, pieces in wanted]


def _short(wanted: Wanted, statement: StockStatement, there: Counters) -> tuple[str, ...]:
    return tuple(variant.sku for variant, move in _moves(wanted, statement, there) if move.short)


def _writes(wanted: Wanted, statement: StockStatement, there: Counters, cause: str, actor: Actor) -> list[Write]:
    moves = _moves(wanted, statement, there)
    bookings = [Booking(variant.id, variant.product_id, move.delta) for variant, move in moves if move.delta]
    return booking_writes(bookings, there, cause=cause, reason=REASON, actor=actor)
