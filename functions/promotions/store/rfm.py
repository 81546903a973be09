"""Segments of buyers by recency, frequency and money (RFM), as marketing counts them each night: kept beside what else rules ask of a
customer, so that a price needs no read more."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from functions.promotions.model.rule import Audience
from functions.promotions.store.records import BUYER_SK, BuyerRecord, PromotionsTable, customer_pk
from functions.shared.events.contracts.customers import RfmChanged, RfmWanted
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Update, Write, transact


class _Older(Exception):
    """What a later night counted was told before."""


def note_rfm(moved: RfmChanged) -> None:
    """As of the latest night, whatever is told last."""
    buyer = BuyerRecord
    later = buyer.rfm_at.does_not_exist() | (buyer.rfm_at < moved.counted_at)
    actions = [buyer.rfm.set(moved.rfm), buyer.rfm_at.set(moved.counted_at)]
    with suppress(_Older):
        transact([Update(buyer, customer_pk(moved.customer_id), BUYER_SK, actions, later, _Older())])


def wanted_writes(pk: str, subject: str, audiences: Iterable[Audience]) -> list[Write]:
    """Something is for some segments only: for its own transaction. Nobody is counted in a shop that never asks."""
    asked = any(audience.rfm for audience in audiences)
    return [event_put(PromotionsTable, pk, RfmWanted(subject), subject=subject, actor=SYSTEM)] if asked else []
