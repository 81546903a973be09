"""A variant of which nothing was for sale can be bought again: told once for each time."""

from __future__ import annotations

from functions.shared.events.contracts.stock import StockReturned
from functions.shared.events.envelope import SYSTEM
from functions.shared.events.events import event_put
from functions.shared.store.transactions import Exists, transact
from functions.stock.following.alert_low import own
from functions.stock.model.stock_settings import StockSettings, offered
from functions.stock.store.ahead import terms_of
from functions.stock.store.records import StockRecord, variant_pk


def tell_return(before: StockRecord | None, now: StockRecord, settings: StockSettings) -> None:
    """The stream tells each change of the counters; nothing is written but where the line is crossed. What was never counted was for sale
    to nobody, so its first pieces count as a return: people may wait for what is new. Told twice, the event has the same id."""
    left = for_sale(now, settings)
    if left <= 0 or (before is not None and for_sale(before, settings) > 0):
        return
    variant_id = now.pk.removeprefix(variant_pk(""))
    told = StockReturned(variant_id, left)
    try:
        transact([event_put(StockRecord, now.pk, told, subject=variant_id, actor=SYSTEM, cause=str(int(now.version)))])
    except Exists:
        return


def for_sale(record: StockRecord, settings: StockSettings) -> int:
    """A pre-order is none, also on its day until it is ended: that change of the record is told."""
    return 0 if record.recalls or terms_of(record).mode == "preorder" else offered(int(record.available), own(record.safety), settings)
