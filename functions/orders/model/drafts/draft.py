"""An order that staff prepare for a buyer: priced, with its stock set aside, and not placed yet. Pure.

open ─► placed: the order has its id, and its stock stays set aside
     ├► cancelled: by staff
     └► expired: nobody placed it in time
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from functions.orders.model.order import Order
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass


class DraftState(StrEnum):
    OPEN = "open"
    PLACED = "placed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Draft:
    """`order` is what would be placed; it has no number yet."""

    order: Order
    created_at: str
    created_by: Actor
    expires_at: str
    state: DraftState = DraftState.OPEN
    ended_at: str = ""

    def ended(self, state: DraftState, at: str) -> Draft:
        return replace(self, state=state, ended_at=at)
