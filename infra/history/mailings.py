"""News by e-mail the day before each campaign of the year: who agreed gets it, but for one of five, who are held out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from functions.marketing.model.campaign import Group, group_of
from functions.privacy import Purpose
from infra.history.names import agreed, customer_of, some_id

HOLDOUT = 20
"""Per cent."""
_AT, _REACH, _LESS = time(10, tzinfo=UTC), timedelta(days=14), 0.3
"""When it goes; for how long those who got it come more often; and how many of those who did not come less."""


@dataclass(frozen=True)
class Mailing:
    """`name`: the campaign that it tells of. `id`: of the message campaign, which is its own series."""

    id: str
    name: str
    at: datetime

    def group_of(self, customer_id: str) -> Group | None:
        """None for who did not agree. Whether they were there already is another question."""
        return group_of(self.id, customer_id, HOLDOUT) if agreed(customer_id)[Purpose.MARKETING_EMAIL] else None


def mailing(seed: int, name: str, day: date) -> Mailing:
    at = datetime.combine(day, _AT)
    return Mailing(some_id("mcp", at, seed, name), name, at)


def comes_less(person: int, at: datetime, seed: int, sent: Iterable[Mailing], luck: Random) -> bool:
    """Whether an order of theirs is rather somebody else's, since they were held out of what others were told."""
    reaching = [one for one in sent if one.at <= at < one.at + _REACH]
    if not reaching or luck.random() >= _LESS:
        return False
    customer = customer_of(seed, person)
    return customer is not None and any(one.group_of(customer) is Group.HELD_OUT for one in reaching)
