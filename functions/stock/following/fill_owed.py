"""Stock has arrived: purchases that wait for it get it, in the order in which they were made, each whole or not yet.

The counters need no change: what was sold ahead was taken from `available` when it was sold. So the pieces are nobody else's from the
moment they arrive, however late this runs; each step is one transaction, and running it again goes on where it was left.
"""

from __future__ import annotations

from functions.shared.outside.observability import fact
from functions.shared.store.again import Overtaken, again
from functions.shared.store.listing import in_partition
from functions.shared.store.records import find
from functions.shared.store.transactions import Delete, transact
from functions.shared.store.versions import locked_update
from functions.stock.following.alert_low import own
from functions.stock.model.ahead import convertible
from functions.stock.model.stock_settings import StockSettings
from functions.stock.store.ahead import is_unreleased, wait_ended
from functions.stock.store.records import OWED, STOCK_SK, OwedRecord, StockRecord, variant_pk


def fill_owed(now: StockRecord, settings: StockSettings) -> None:
    """`now`: the counters as the stream tells them; decided is on those of this moment. Nothing is read where nothing can be filled."""
    while fillable(now, settings) > 0 and again(lambda: _fill_next(now.pk, settings)):
        pass


def fillable(record: StockRecord, settings: StockSettings) -> int:
    """Pieces that lie there for the purchases that wait."""
    owed = int(record.owed or 0)
    if not owed or record.recalls or is_unreleased(record):
        return 0
    kept = own(record.safety)
    return convertible(int(record.available), owed, settings.safety if kept is None else kept)


def _fill_next(pk: str, settings: StockSettings) -> bool:
    """Whether there may be more to do. The transaction raises Overtaken when counters or queue have changed since they were read."""
    row = next(in_partition(OwedRecord, pk, beginning=OWED, page_size=1), None)
    record = find(StockRecord, pk, STOCK_SK)
    if row is None or record is None:
        return False
    pieces = int(row.pieces)
    gone = Delete(row, OwedRecord.pieces == pieces, Overtaken())
    if not pieces:
        # It was given up.
        transact([gone])
        return True
    if fillable(record, settings) < pieces:
        return False
    variant_id = pk.removeprefix(variant_pk(""))
    actions = [StockRecord.owed.add(-pieces), StockRecord.version.add(1)]
    counter = locked_update(StockRecord, pk, STOCK_SK, actions, record.version)
    transact([counter, gone, wait_ended(row.order_id, variant_id, pieces)])
    fact("stock.wait_ended", variant_id=variant_id, order_id=row.order_id, pieces=pieces)
    return True
