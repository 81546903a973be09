"""Points in a cart: what they take off, and the order's writes that take them. Read in the caller's own BatchGetItem, then pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from functions.loyalty.model.account import Account, spend
from functions.loyalty.model.programme import Programme, Use, use
from functions.loyalty.model.spent import Spent, SpentLine
from functions.loyalty.store.accounts import Found, account_in, account_keys
from functions.loyalty.store.moves import Cause, booked
from functions.loyalty.store.of_orders import spent_put
from functions.loyalty.store.programmes import programme_in, programme_keys
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict
from functions.shared.plain.money import prorate
from functions.shared.store.again import Overtaken
from functions.shared.store.records import Record, find_many, together
from functions.shared.store.transactions import Write


class PointsShort(Conflict):
    code, title = "points_short", "There are not so many points"


class PointsOff(Conflict):
    code, title = "points_off", "The shop takes no points for this"


@dataclass(frozen=True)
class PricedPiece:
    """A line of the order: its pieces, what they cost after all reductions, and before points (`weight`)."""

    line_id: str
    quantity: int
    total: int
    weight: int


@dataclass(frozen=True)
class PointsOffer:
    """A buyer's points against the programme of this moment."""

    account: Account
    programme: Programme
    at: datetime

    def use(self, asked: int, goods: int, currency: str) -> Use:
        """`goods`: what they cost after all other reductions, without delivery and tax beside the prices."""
        return use(self.programme.spending(currency), asked, self.account.usable(self.at), goods, self.programme.most_percent)


def points_keys(customer_id: str) -> Mapping[type[Record], list[tuple[str, str]]]:
    return together(account_keys(customer_id), programme_keys())


def points_in(found: Found, customer_id: str, now: datetime) -> PointsOffer:
    return PointsOffer(account_in(found, customer_id), programme_in(found), now)


def check_points(customer_id: str, points: int, currency: str) -> None:
    """Raises PointsOff (409) where points take nothing off, PointsShort (409) with how many are `usable`. One BatchGetItem."""
    offer = points_in(find_many(points_keys(customer_id)), customer_id, clock.now())
    if offer.programme.spending(currency) is None:
        raise PointsOff(f"No points are taken for orders in {currency}.")
    usable = offer.account.usable(offer.at)
    if points > usable:
        raise PointsShort(f"{usable} points can be used.", usable=usable)


def spend_writes(offer: PointsOffer, used: Use, order_id: str, pieces: Sequence[PricedPiece], actor: Actor) -> list[Write]:
    """For the transaction that places the order; it raises Overtaken where the account was changed since it was read."""
    if not used.points:
        return []
    try:
        after, entries, parts = spend(offer.account, used.points, clock.now())
    except ValueError as ended:
        # They ended between reading and writing.
        raise Overtaken from ended
    shares = prorate(used.points, [one.weight for one in pieces])
    lines = {
        one.line_id: SpentLine(share, one.quantity, one.total, one.quantity) for one, share in zip(pieces, shares, strict=True) if share
    }
    spent = Spent(order_id, offer.account.customer_id, used.points, parts, lines)
    notice = timedelta(days=offer.programme.notice_days)
    return [*booked(offer.account, after, entries, Cause(actor, order_id), notice=notice), spent_put(spent)]
