"""`order.paid`, `order.cancelled`: what was really sold, and for how much. A discount that began, or will begin, after a deal is compared
with it, so a deal that comes to be known late, or is undone, has the comparison made again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from functions.catalog.model.price import TimedDiscount
from functions.catalog.model.product import Variant
from functions.catalog.products.apply_edit import look_up_again
from functions.catalog.products.bases import Doubtful, doubtful_of, with_deal, without_order
from functions.catalog.store.deals import Sold, made, sold_in, undone
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.shared.events.contracts.orders import OrderCancelled, OrderPaid, OrderSummary
from functions.shared.events.envelope import Envelope
from functions.shared.events.events import data_of
from functions.shared.plain.bodies import load
from functions.shared.store.records import find_many
from functions.shared.store.transactions import MAX_ACTIONS, Write, transact

Changes = Callable[[TimedDiscount], bool]


def note_paid(told: Sequence[Envelope]) -> None:
    _note((data_of(one, OrderPaid).order for one in told), made, lambda sold: with_deal(sold.deal))


def note_cancelled(told: Sequence[Envelope]) -> None:
    """Also where its money had not been taken: it may come yet."""
    _note((data_of(one, OrderCancelled).order for one in told), undone, lambda sold: without_order(sold.deal.order_id))


def _note(orders: Iterable[OrderSummary], as_write: Callable[[Sold], Write], changing: Callable[[Sold], Changes]) -> None:
    """A transaction per hundred deals; then one request finds out whether a discount is touched, which is rare."""
    # An order of a case of after-sales takes the place of goods, in part for theirs: it is no sale of its own.
    found = {order.order_id: sold_in(order) for order in orders if not order.case_id}
    every = [one for sold in found.values() for one in sold]
    for start in range(0, len(every), MAX_ACTIONS):
        transact([as_write(one) for one in every[start : start + MAX_ACTIONS]])
    changes: dict[str, list[Changes]] = defaultdict(list)
    for one in every:
        changes[one.variant_id].append(changing(one))
    doubtful = doubtful_of(changes)
    records = find_many({VariantRecord: [(variant_pk(variant_id), VARIANT_SK) for variant_id in changes]}) if changes else {}
    touched = (load(Variant, record.body) for record in records.values() if isinstance(record, VariantRecord))
    for product_id in dict.fromkeys(one.product_id for one in touched if _any(one, doubtful)):
        look_up_again(product_id, doubtful)


def _any(variant: Variant, doubtful: Doubtful) -> bool:
    return any(doubtful(variant.id, one) for one in (*variant.discounts, *variant.apart))
