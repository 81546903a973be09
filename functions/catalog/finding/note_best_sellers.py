"""What sold best lately, as reports count it (`best_sellers.counted`): kept on the card of each product, which the index follows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
from functions.shared.events.contracts.catalog import BestSellersCounted
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Update, transact


def note_best_sellers(told: Sequence[Envelope]) -> None:
    """The newest of each product, whatever the order they come in; a product that is gone has nothing to be noted on."""
    newest: dict[str, tuple[str, int]] = {}
    for one in (data_of(envelope, BestSellersCounted) for envelope in told):
        for product_id, pieces in one.pieces.items():
            newest[product_id] = max(newest.get(product_id, ("", 0)), (one.counted_at, pieces))
    for product_id, (counted_at, pieces) in newest.items():
        with suppress(Overtaken):
            transact([_noted(product_id, counted_at, pieces)])


def _noted(product_id: str, counted_at: str, pieces: int) -> Update:
    older = CardRecord.lately_at.does_not_exist() | (CardRecord.lately_at < counted_at)
    actions = [CardRecord.sold_lately.set(pieces), CardRecord.lately_at.set(counted_at)]
    return Update(CardRecord, product_pk(product_id), CARD_SK, actions, CardRecord.pk.exists() & older, Overtaken())
