"""How often a link may be asked for: so seldom that nobody is flooded, and that text messages do not become dear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.orders.store.records import OrdersTable, order_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.settings import table_name
from functions.shared.sealing import filed
from functions.shared.store.records import find_many
from functions.shared.store.transactions import Write
from functions.shared.store.versions import locked_put

APART = timedelta(minutes=10)
"""Between two for one order."""
MOST_PER_DAY = 5
"""For one order, and to one address or number."""
_KEPT = timedelta(days=2)


class LinkCount(OrdersTable):
    """How many links were asked for on a day, and when last. Of an order: pk `ORD#<id>`, sk `LINK#<day>`; of an address: pk
    `LINKS#<keyed hash of it>`, sk the same."""

    class Meta:
        table_name = table_name("orders")

    asked = NumberAttribute(default=0)
    last = UnicodeAttribute(null=True)


@dataclass(frozen=True)
class LinkAsked:
    order_id: str
    to: str


def asked_writes(one: LinkAsked) -> Sequence[Write] | None:
    """What counts one more, or None when it is too many. One BatchGetItem; the writes fail with Overtaken beside another."""
    now = clock.now()
    keys = [(order_pk(one.order_id), _day(now.date())), (_address_pk(one.to), _day(now.date()))]
    before = [(order_pk(one.order_id), _day(now.date() - timedelta(days=1)))]
    found = find_many({LinkCount: [*keys, *before]})
    known = [found.get((LinkCount, *key)) for key in (*keys, *before)]
    of_order = [record for record in (known[0], known[2]) if isinstance(record, LinkCount)]
    if any(record.last and times.parse(record.last) + APART > now for record in of_order):
        return None
    counts = [record if isinstance(record, LinkCount) else None for record in known[:2]]
    if any(record and record.asked >= MOST_PER_DAY for record in counts):
        return None
    return [_more(key, record) for key, record in zip(keys, counts, strict=True)]


def _more(key: tuple[str, str], before: LinkCount | None) -> Write:
    version = int(before.version) if before else 0
    asked = int(before.asked) + 1 if before else 1
    now = clock.now()
    kept = int((now + _KEPT).timestamp())
    return locked_put(LinkCount(*key, kind="links", version=version + 1, asked=asked, last=times.iso(now), ttl=kept), version)


def _day(day: object) -> str:
    return f"LINK#{day}"


def _address_pk(to: str) -> str:
    return f"LINKS#{filed('links', to.strip().lower())}"
