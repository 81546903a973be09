"""Accounts of points over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.loyalty.model.account import MAX_POINTS, Account, Book, Kind
from functions.loyalty.model.programme import Programme, Rate
from functions.loyalty.spending.offer import PointsOffer
from functions.loyalty.store.accounts import Sums
from functions.loyalty.store.moves import Move, ends_at
from functions.shared.http.validation import MoneyModel, Schema, Text
from functions.shared.outside import clock
from functions.shared.plain.money import MAX_AMOUNT

MOST_ENDS = 12


class EndingOut(Schema):
    points: int
    expires_at: str


class GiftOut(Schema):
    """`points`: of a piece. `more`: so many pieces of it they may still have; null: as many as they like."""

    variant_id: str
    points: int
    more: int | None


class PointsOut(Schema):
    """`usable`: what can be spent now. `pending`: of orders whose returns are not over. `owed`: of points that were spent before their
    order went back; what comes in next pays it. `ending`: the next ends, at most twelve."""

    customer_id: str
    usable: int
    pending: int
    owed: int
    ending: list[EndingOut]
    worth: list[MoneyModel] = Field(description="What `usable` takes off an order, in each currency that takes points.")
    gifts: list[GiftOut] = Field(default=[], description="What is bought with points alone, by `PUT /v1/carts/{id}/points`.")


class MoveOut(Schema):
    """`source` and `target`: from one book to the other; `points` is above 0. `usable` and `pending`: after it."""

    id: str
    kind: Kind
    points: int
    source: Book
    target: Book
    at: str
    order_id: str | None
    mission: str | None = Field(None, description="The code of the mission that brought them.")
    expires_at: str | None
    usable: int
    pending: int


class MovesOut(Schema):
    data: list[MoveOut]
    next_cursor: str | None


class StaffMoveOut(MoveOut):
    """`by`: customer, staff or system. `reason`: what staff said."""

    by: str
    reason: str


class StaffMovesOut(Schema):
    data: list[StaffMoveOut]
    next_cursor: str | None


class AdjustmentIn(Schema):
    points: Annotated[int, Field(strict=True, ge=-MAX_POINTS, le=MAX_POINTS)] = Field(
        description="More, or below 0 fewer; not 0.", examples=[500]
    )
    reason: Text = Field(description="For staff.", examples=["Parcel was late"])


class OwedWorth(Schema):
    currency: str
    amount: int = Field(description="Minor units: what `pending` and `usable` together would take off.")


class OwedOut(Schema):
    """Of all accounts together, equal to the ledger: `pending` and `usable` are owed to customers, `debt` is what customers owe. What ended
    in the last minute may still be in `usable`."""

    pending: int
    usable: int
    debt: int
    worth: list[OwedWorth]


def points_view(account: Account, programme: Programme) -> PointsOut:
    now = clock.now()
    usable = account.usable(now)
    ending = [EndingOut(points=one.points, expires_at=one.expires_at) for one in account.live(now) if one.expires_at]
    worth = [MoneyModel.shown(min(_worth(rate, usable), MAX_AMOUNT), rate.currency) for rate in _taken(programme)]
    offer = PointsOffer(account, programme, now)
    gifts = [GiftOut(variant_id=one.variant_id, points=one.points, more=offer.may_have(one)) for one in programme.gifts]
    return PointsOut(
        customer_id=account.customer_id,
        usable=usable,
        pending=account.pending,
        owed=account.debt,
        ending=ending[:MOST_ENDS],
        worth=worth,
        gifts=gifts if programme.enabled else [],
    )


def move_view(move: Move) -> MoveOut:
    return MoveOut(**_shown(move))


def staff_move_view(move: Move) -> StaffMoveOut:
    return StaffMoveOut(**_shown(move), by=move.by, reason=move.reason)


def owed_view(sums: Sums, programme: Programme) -> OwedOut:
    worth = [OwedWorth(currency=one.currency, amount=_worth(one, sums.pending + sums.usable)) for one in _taken(programme)]
    return OwedOut(pending=sums.pending, usable=sums.usable, debt=sums.debt, worth=worth)


def _taken(programme: Programme) -> list[Rate]:
    return programme.spent if programme.enabled else []


def _worth(rate: Rate, points: int) -> int:
    return points * rate.amount // rate.points


def _shown(move: Move) -> dict[str, object]:
    entry = move.entry
    return {
        "id": move.id,
        "kind": entry.kind,
        "points": entry.points,
        "source": entry.source,
        "target": entry.target,
        "at": move.at,
        "order_id": move.order_id or None,
        "mission": move.mission or None,
        "expires_at": ends_at(entry),
        "usable": move.usable,
        "pending": move.pending,
    }
