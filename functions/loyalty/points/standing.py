"""Face: what somebody has in points and which level they hold, for one page that shows both. One BatchGetItem."""

from __future__ import annotations

from functions.loyalty.levels.level_now import level_in, member_keys
from functions.loyalty.store.accounts import account_in, account_keys
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import find_many, together


@dataclass(frozen=True)
class Standing:
    """`level`: its code; empty: none."""

    usable: int
    pending: int
    owed: int
    level: str


def standing_of(customer_id: str) -> Standing:
    now, found = clock.now(), find_many(together(account_keys(customer_id), member_keys(customer_id)))
    account = account_in(found, customer_id)
    return Standing(account.usable(now), account.pending, account.debt, level_in(found, customer_id, now))
