"""What the nightly check of stock tells is kept, by day of the store."""

from __future__ import annotations

from collections.abc import Sequence

from functions.reports.model.facts import day_of
from functions.reports.store.level_items import put_levels
from functions.shared.events.contracts.stock import StockLevelsTold
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.settings import settings


def note_levels(told: Sequence[Envelope]) -> None:
    """Twice gives the same; of a day that was looked at twice, each variant's later look counts."""
    for envelope in told:
        day = day_of(envelope.occurred_at, settings().store_timezone)
        put_levels(day, envelope.occurred_at, data_of(envelope, StockLevelsTold).on_hand)
