"""An address that nobody has proven to be theirs gets so many mails an hour: the shop is no way to flood a stranger."""

from __future__ import annotations

from datetime import timedelta

from functions.notifications.store.records import HourRecord
from functions.shared.outside import clock
from functions.shared.plain.errors import TooManyRequests
from functions.shared.sealing import filed
from functions.shared.store.transactions import Update, transact

MOST_PER_HOUR = 60
_KEPT = timedelta(hours=2)


def has_room(address: str) -> bool:
    """Counts one more mail to the address; False when the hour's are used up. One write. Raises Unavailable."""
    try:
        transact([counted(address)])
    except TooManyRequests:
        return False
    return True


def counted(address: str) -> Update:
    """One more mail to the address. The transaction raises TooManyRequests when the hour's are used up."""
    now = clock.now()
    count = HourRecord.sent
    actions = [count.add(1), HourRecord.kind.set("mails_of_hour"), HourRecord.ttl.set(int((now + _KEPT).timestamp()))]
    room = count.does_not_exist() | (count < MOST_PER_HOUR)
    pk = f"TO#{filed('mails', address.strip().lower())[:48]}"
    return Update(HourRecord, pk, f"HOUR#{now:%Y-%m-%dT%H}", actions, room, TooManyRequests())
