"""A scanner says what lies in the box: any barcode of a variant on the list counts, in whatever spelling, or its SKU."""

from __future__ import annotations

from functions.catalog import article_key, barcodes_of, variant_of_barcode
from functions.orders import order_parcels
from functions.shared.plain.errors import Invalid
from functions.shared.store.transactions import Remember, transact
from functions.warehouse.model.pick import Pick, PickState, scanned
from functions.warehouse.picking.follow_parcel import check_hold
from functions.warehouse.store.picks import as_written, on_pick, pick_put


def scan_piece(id_: str, barcode: str, quantity: int, *, remember: Remember[Pick]) -> Pick:
    """With so many pieces more. Raises Invalid (422 `not_on_list`), Conflict (409 `too_many_scanned`; `order_on_hold`
    where that is why it was cancelled), IllegalTransition."""

    def scan(pick: Pick) -> Pick:
        if pick.state is PickState.CANCELLED:
            check_hold(order_parcels(pick.order_id))
        after = scanned(pick, _variant(pick, barcode), quantity)
        transact([pick_put(after), *remember(as_written(after))])
        return as_written(after)

    return on_pick(id_, scan)


def _variant(pick: Pick, barcode: str) -> str:
    """A barcode says first whose it is; one that nobody claimed when it was stored is looked for at the variants of the list."""
    on_list = {line.variant_id for line in pick.lines}
    holder = variant_of_barcode(barcode)
    if holder is not None and holder.id in on_list:
        return holder.id
    for line in pick.lines:
        if line.sku == barcode:
            return line.variant_id
    if holder is None:
        found = barcodes_of(on_list)
        if variant_id := next((one for one, codes in sorted(found.items()) if article_key(barcode) in codes), None):
            return variant_id
    raise Invalid.field("/barcode", "not_on_list", "Nothing on this list has the barcode.")
