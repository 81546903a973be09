"""Who bought past baskets, as rules ask of them now: their groups, and their segment of last night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from functions.loyalty import groups_of_level, level_in, member_keys
from functions.promotions.offers.offer import Buyer
from functions.promotions.store.records import BUYER_SK, BuyerRecord, customer_pk
from functions.shared.plain.bodies import load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.records import Record, find_many


@dataclass(frozen=True)
class KnownBuyer:
    groups: frozenset[str] = frozenset()
    rfm: str = ""


def known_buyers(customer_ids: Iterable[str], at: datetime) -> dict[str, KnownBuyer]:
    """Two items of each: a BatchGetItem for 50 of them."""
    names = sorted(set(customer_ids))
    keys: dict[type[Record], list[tuple[str, str]]] = {BuyerRecord: [(customer_pk(one), BUYER_SK) for one in names]}
    for one in names:
        for table, own in member_keys(one).items():
            keys[table] = list(dict.fromkeys([*keys.get(table, []), *own]))
    found = find_many(keys, consistent=False) if names else {}
    return {one: _known(found.get((BuyerRecord, customer_pk(one), BUYER_SK)), groups_of_level(level_in(found, one, at))) for one in names}


def _known(record: Record | None, of_level: frozenset[str]) -> KnownBuyer:
    if not isinstance(record, BuyerRecord):
        return KnownBuyer(of_level)
    return KnownBuyer(of_level.union(load(Buyer, record.body).groups), record.rfm or "")
