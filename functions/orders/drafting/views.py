"""Drafts, as staff see them."""

from __future__ import annotations

from functions.orders.drafting.schemas import DraftLineOut, DraftOut
from functions.orders.placed.staff.views import override_view
from functions.orders.placed.timeline.views import actor_view
from functions.orders.store.drafts.drafts import KnownDraft
from functions.orders.sums.schemas import AddressShown, TotalsOut
from functions.orders.sums.views import delivery_view, totals_view
from functions.shared.contact.card_to_fields import sent_to_view
from functions.shared.http.validation import MoneyModel


def draft_view(known: KnownDraft) -> DraftOut:
    draft, order = known.draft, known.draft.order

    def money(amount: int) -> MoneyModel:
        return MoneyModel.shown(amount, order.currency)

    return DraftOut(
        id=order.id,
        version=known.version,
        state=draft.state,
        currency=order.currency,
        customer_id=order.customer_id,
        address=AddressShown.of(order.address),
        lines=[
            DraftLineOut(
                id=line.line_id,
                variant_id=line.variant_id,
                sku=line.sku,
                title=line.title,
                quantity=line.quantity,
                unit_price=money(line.unit_price),
                tax=money(line.tax),
                total=money(line.total),
                price_list=line.price_list or None,
                price_override=override_view(order, line.line_id),
                send_to=sent_to_view(line.send_to),
            )
            for line in order.lines
        ],
        delivery_option=delivery_view(order.delivery, order.currency, ()),
        totals=TotalsOut(**totals_view(order.totals, order.parts, order.currency, order.tax_names, ())),
        note=order.note,
        created_at=draft.created_at,
        created_by=actor_view(draft.created_by, True),
        expires_at=draft.expires_at,
        ended_at=draft.ended_at or None,
    )
