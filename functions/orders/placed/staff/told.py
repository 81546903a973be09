"""What event items of an order say up to a moment (`then`), and since (`later`). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from functions.orders.model.states import Status
from functions.shared.events.envelope import Envelope
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

MOVES = {
    "order.placed": Status.PENDING_PAYMENT,
    "order.paid": Status.PAID,
    "order.released": Status.FULFILLING,
    "order.fulfilling": Status.FULFILLING,
    "order.shipped": Status.SHIPPED,
    "order.delivered": Status.DELIVERED,
    "order.completed": Status.COMPLETED,
    "order.cancelled": Status.CANCELLED,
}
"""Which state an event leads to, unless the order was farther already."""
_ORDER = list(Status)
_OF_ONE_STEP = timedelta(milliseconds=9)
"""What one transaction leads to is told a millisecond apart, so that it has an order."""


@dataclass(frozen=True)
class Told:
    then: Sequence[Envelope]
    later: Sequence[Envelope]

    @classmethod
    def of(cls, events: Iterable[Envelope], at: str) -> Told:
        until = times.iso(times.parse(at) + _OF_ONE_STEP)
        known = sorted(events, key=lambda one: (one.occurred_at, _ORDER.index(MOVES.get(one.type, Status.PENDING_PAYMENT)), one.id))
        return cls([one for one in known if one.occurred_at <= until], [one for one in known if one.occurred_at > until])

    def last(self, *types: str, **about: str) -> Envelope | None:
        """The newest of these up to the moment, of those that say this."""
        return next(iter(reversed(self.all(*types, **about))), None)

    def all(self, *types: str, **about: str) -> list[Envelope]:
        return [one for one in self.then if _is(one, types, about)]

    def since(self, *types: str, **about: str) -> list[Envelope]:
        return [one for one in self.later if _is(one, types, about)]

    @property
    def status(self) -> Status:
        """As far as it had come."""
        return max((MOVES[one.type] for one in self.then if one.type in MOVES), key=_ORDER.index, default=Status.PENDING_PAYMENT)


def _is(one: Envelope, types: Sequence[str], about: dict[str, str]) -> bool:
    return (not types or one.type in types) and all(one.data.get(name) == value for name, value in about.items())
