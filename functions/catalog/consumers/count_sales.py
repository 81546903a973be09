"""Queue `sales-counts`: pieces sold per product, what sold best lately, for how much each variant was sold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.catalog.finding import count_sales as counting
from functions.catalog.finding.note_best_sellers import note_best_sellers
from functions.catalog.finding.take_back_sales import take_back
from functions.catalog.prices.note_deals import note_cancelled, note_paid
from functions.catalog.prices.sell_apart import note_flash_closed, note_flash_sale
from functions.shared.events.batches import all_events
from functions.shared.events.contracts.catalog import BestSellersCounted
from functions.shared.events.contracts.order_reviews import OrderGroupCompleted
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid, OrderRefunded
from functions.shared.events.contracts.promotions import FlashSaleClosed, FlashSaleScheduled
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.outside.time_left import in_time


@in_time
def count_sales(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    together = {
        OrderPaid.TYPE: _paid,
        OrderGroupCompleted.TYPE: counting.count_sales,
        OrderCancelled.TYPE: _cancelled,
        OrderRefunded.TYPE: take_back,
        BestSellersCounted.TYPE: note_best_sellers,
    }
    each = {FlashSaleScheduled.TYPE: note_flash_sale, FlashSaleClosed.TYPE: note_flash_closed}
    return all_events(event, together, each, consumer="sales-counter")


def _paid(told: Sequence[Envelope]) -> None:
    note_paid(told)
    # What waits for its group may still come to nothing: it counts when the group is full.
    counting.count_sales([one for one in told if not data_of(one, OrderPaid).order.group_id])


def _cancelled(told: Sequence[Envelope]) -> None:
    note_cancelled(told)
    take_back(told)
