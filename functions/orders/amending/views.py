"""What an amendment would make of an order, as its readers see it."""

from __future__ import annotations

from collections.abc import Sequence

from functions.orders.amending.preview_amendment import Preview
from functions.orders.amending.schemas import AmendedLineOut, AmendmentPreviewOut
from functions.orders.model.order import Order, OrderLine
from functions.orders.placed.amendment_schemas import AmendmentLineOut
from functions.orders.store.order_page import OrderPage
from functions.orders.sums.schemas import AddressShown, TotalsOut
from functions.orders.sums.views import delivery_view, totals_view
from functions.shared.http.validation import MoneyModel


def amendment_view(page: OrderPage, preview: Preview, languages: Sequence[str]) -> AmendmentPreviewOut:
    currency = preview.before.currency

    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, currency)

    def line_out(line: OrderLine) -> AmendedLineOut:
        amounts = {name: money(getattr(line, name)) for name in ("unit_price", "discount", "tax", "total")}
        return AmendedLineOut(id=line.line_id, variant_id=line.variant_id, sku=line.sku, quantity=line.quantity, **amounts)

    def totals(order: Order) -> TotalsOut:
        return TotalsOut(**totals_view(order.totals, order.parts, currency, order.tax_names, languages))

    after = preview.after
    return AmendmentPreviewOut(
        before=totals(preview.before),
        after=totals(after),
        difference=money(preview.difference),
        due=money(preview.due),
        give_back=money(preview.give_back),
        changes=[AmendmentLineOut(**vars(line)) for line in preview.lines],
        lines=[line_out(line) for line in after.lines],
        address=AddressShown.of(after.address),
        delivery_option=delivery_view(after.delivery, currency, languages),
        delivery_options=[delivery_view(one, currency, languages) for one in preview.offered],
        preview_hash=preview.hash,
        version=int(page.record.version),
    )
