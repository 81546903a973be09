"""Which cart a buyer has of a permalink's goods. The table has a hash of both, so whoever reads it knows of no link who pressed it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from functions.agents.store.records import LINK_SK, LinkRecord
from functions.shared.outside import clock
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Put

KEPT = timedelta(days=30)


def cart_of_link(buyer: str, goods: str) -> str:
    """Empty where they have none; it may be over."""
    record = find(LinkRecord, _pk(buyer, goods), LINK_SK)
    return str(record.body) if record else ""


def link_put(buyer: str, goods: str, before: str, cart_id: str) -> Put:
    """`before`: the cart that they had. It fails (Overtaken) where another press was faster."""
    record = LinkRecord(
        pk=_pk(buyer, goods), sk=LINK_SK, kind="link", body=cart_id, ttl=int((clock.now() + KEPT).timestamp()),
    )  # fmt: skip
    return Put(record, (LinkRecord.body == before) if before else LinkRecord.pk.does_not_exist(), Overtaken())


def _pk(buyer: str, goods: str) -> str:
    whole = "\x1f".join((buyer, goods)).encode()
    return f"LINK#{sha256(whole).hexdigest()}"
