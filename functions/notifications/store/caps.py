"""How many messages that nobody waits for somebody was sent lately: counted when they go, each once however often it is tried."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from functions.notifications.model.rules import WEEK, Rules, is_capped, sent_since
from functions.notifications.store.records import CAP_SK, CapRecord, customer_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import again
from functions.shared.store.records import find
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_put

_KEPT = WEEK + timedelta(days=2)


def take_room(person: str, message_id: str, rules: Rules, zone: ZoneInfo) -> bool:
    """Whether the message may go; it counts from now on. One GetItem and one write, nothing where there is no cap."""
    if not person or not (rules.cap_day or rules.cap_week):
        return True

    def attempt() -> bool:
        now, pk = clock.now(), customer_pk(person)
        record = find(CapRecord, pk, CAP_SK)
        sent = sent_since(load(dict[str, str], record.body), now) if record else {}
        if message_id in sent:
            return True
        if is_capped(sent, rules, now, zone):
            return False
        version = int(record.version) if record else 0
        after = CapRecord(
            pk=pk, sk=CAP_SK, kind="message_cap", body=dump(sent | {message_id: times.iso(now)}), version=version + 1,
            ttl=int((now + _KEPT).timestamp()),
        )  # fmt: skip
        transact([locked_put(after, version)])
        return True

    return again(attempt)
