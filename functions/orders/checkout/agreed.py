"""What the buyer agreed to: the preview whose hash they send, else the price they were last shown. Another one is a 409 that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions.orders.carts.carts import CartState
from functions.orders.carts.shown import lost_codes, worse
from functions.orders.store.records import CartRecord
from functions.promotions import CouponUnusable
from functions.shared.plain.errors import Conflict

ShowPreview = Callable[[CartState], Mapping[str, Any]]


def check_agreed(record: CartRecord, state: CartState, preview_hash: str | None, show_preview: ShowPreview) -> None:
    """Raises Conflict (409) with the preview of now: `coupon_unusable` when a code took something off the price last shown and does
    not any more, else `preview_changed`.

    The refusal does not count as shown: placing the same again is refused again, until the hash of its preview is sent, the code is
    taken out, or the cart is read.
    """
    quote = state.quote
    if preview_hash == quote.preview_hash():
        return
    if codes := lost_codes(record, quote):
        why = {entry.code: entry.reason.value for entry in quote.deal.outcome.refused if entry.code} if quote.deal else {}
        raise CouponUnusable(
            "No longer applies: " + ", ".join(codes),
            coupon=codes[0],
            coupons=codes,
            reason=why.get(codes[0], "unknown_code"),
            preview=dict(show_preview(state)),
        )
    if preview_hash is not None or worse(record, quote):
        raise Conflict("The price has changed since it was shown.", code="preview_changed", preview=dict(show_preview(state)))
