"""Products by status: the index `listed`, keys only, cut into shards (shards.py). Version 0.1 had a whole copy of every card in gsi1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice

from pynamodb.expressions.update import Action

from functions.catalog.model.product import Status
from functions.catalog.store.records import CARD_SK, CardRecord, product_pk, status_index
from functions.shared.store.records import find_many
from functions.shared.store.shards import SHARDS, place, rows

AT_ONCE = 100
_FEWEST = 8


def card_listing(product_id: str, status: Status) -> tuple[str, str]:
    """(listed_pk, listed_sk) of a product's card."""
    return place(status_index(status), product_id)


def relisted(product_id: str, status: Status) -> list[Action]:
    """What moves a card to the list of `status`, also from where version 0.1 had it."""
    partition, at = card_listing(product_id, status)
    return [CardRecord.listed_pk.set(partition), CardRecord.listed_sk.set(at), CardRecord.gsi1pk.remove(), CardRecord.gsi1sk.remove()]


def product_ids(
    *statuses: Status, after: str | None = None, newest_first: bool = False, at_once: int = AT_ONCE
) -> Iterator[tuple[str, str]]:
    """(id, pk) of the products in any of the statuses, as the index says: one query per shard and status for each 100 of a shard.
    Newest first, which is a page, for its share of `at_once`."""
    share = max(_FEWEST, 2 * at_once // (SHARDS * max(1, len(statuses)))) if newest_first else at_once
    lists = [
        rows(CardRecord, status_index(status), former="gsi1", after=after, newest_first=newest_first, page_size=share)
        for status in statuses
    ]
    last = None
    for row in merge(*lists, reverse=newest_first):
        if row.at != last:  # on its way from one status to another it stands in both for a moment
            yield row.at, row.pk
        last = row.at


def cards(
    statuses: Sequence[Status], *, after: str | None = None, newest_first: bool = False, at_once: int = AT_ONCE
) -> Iterator[CardRecord]:
    """Their cards, by id: one BatchGetItem more for each `at_once`. The card decides whether it belongs here, as the index may lag."""
    there = product_ids(*statuses, after=after, newest_first=newest_first, at_once=at_once)
    wanted = {status_index(status) for status in statuses}
    while chunk := [pk for _, pk in islice(there, at_once)]:
        found = find_many({CardRecord: [(pk, CARD_SK) for pk in chunk]}, consistent=False)
        for pk in chunk:
            card = found.get((CardRecord, pk, CARD_SK))
            if isinstance(card, CardRecord) and _listed_in(card) in wanted:
                yield card


def product_id_of(card: CardRecord) -> str:
    return card.pk.removeprefix(product_pk(""))


def _listed_in(card: CardRecord) -> str:
    """Where both stand, code of version 0.1 moved it last: the present one takes the other away."""
    return card.gsi1pk or (card.listed_pk or "").rpartition("#")[0]
