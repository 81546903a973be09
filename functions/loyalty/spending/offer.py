"""Points in a cart: what they take off, and the order's writes that take them. Read in the caller's own BatchGetItem, then pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from functions.loyalty.model.account import Account, spend, with_gifts
from functions.loyalty.model.programme import Gift, Programme, Use, use
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
    """A line of the order: its pieces, what they cost after all reductions, and before points (`weight`). `gift`: the variant, where it is
    a gift that costs so many points (`points_each`) a piece."""

    line_id: str
    quantity: int
    total: int
    weight: int
    gift: str = ""
    points_each: int = 0


@dataclass(frozen=True)
class PointsOffer:
    """A buyer's points against the programme of this moment."""

    account: Account
    programme: Programme
    at: datetime

    def use(self, asked: int, goods: int, currency: str, gifts: int = 0) -> Use:
        """`goods`: what they cost after all other reductions, without delivery and tax beside the prices. `gifts`: points for these."""
        return use(self.programme.spending(currency), asked, self.account.usable(self.at), goods, self.programme.most_percent, gifts)

    def gift(self, variant_id: str) -> Gift | None:
        """What a piece of it costs in points; None where it is no gift, or the programme is off."""
        return self.programme.gift(variant_id)

    def may_have(self, gift: Gift) -> int | None:
        """So many pieces more; None: as many as they like."""
        return None if gift.most is None else max(0, gift.most - self.account.gifts.get(gift.variant_id, 0))


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
    wanted = used.points + used.gifts
    if not wanted:
        return []
    try:
        after, entries, parts = spend(offer.account, wanted, clock.now())
    except ValueError as ended:
        # They ended between reading and writing.
        raise Overtaken from ended
    shares = prorate(used.points, [one.weight for one in pieces]) if used.points else [0] * len(pieces)
    shares = [share + one.points_each * one.quantity for one, share in zip(pieces, shares, strict=True)]
    lines = {
        one.line_id: SpentLine(share, one.quantity, one.total, one.quantity) for one, share in zip(pieces, shares, strict=True) if share
    }
    gifts = {one.line_id: one.gift for one in pieces if one.gift}
    after = with_gifts(after, {one.gift: one.quantity for one in pieces if one.gift})
    spent = Spent(order_id, offer.account.customer_id, wanted, parts, lines, gifts=gifts)
    notice = timedelta(days=offer.programme.notice_days)
    return [*booked(offer.account, after, entries, Cause(actor, order_id), notice=notice), spent_put(spent)]
