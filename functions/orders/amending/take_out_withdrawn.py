"""Face: pieces that their buyer withdrew from leave an order that is not paid. It costs less from then on, and nothing is to be paid for
them."""

from __future__ import annotations

from collections.abc import Mapping

from functions.orders.amending.amend_order import amend
from functions.orders.amending.wish import AmendWish, LineWish
from functions.orders.model.states import Status
from functions.orders.store.order_page import OrderPage, order_page
from functions.shared.auth.caller import staff_caller
from functions.shared.plain.errors import VersionConflict
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Write

_LAW = staff_caller("system", "manager")


def take_out_withdrawn(order_id: str, case_id: str, pieces: Mapping[str, int]) -> bool:
    """Whether they are out: by this, or since an earlier call for the same case. False of an order that is paid, of which they never were
    taken out. Raises Overtaken when the order moved meanwhile; Conflict and Invalid where it cannot be amended (README.md)."""
    page, reason = order_page(order_id, caller=_LAW, order_token=None), f"withdrawal {case_id}"
    if any(one.reason == reason for one in page.amendments):
        return True
    if page.record.status != Status.PENDING_PAYMENT:
        return False
    lines = [LineWish(line.quantity - pieces[line.line_id], line.line_id) for line in page.order.lines if pieces.get(line.line_id)]
    try:
        amend(
            order_id,
            AmendWish(lines=lines, reason=reason, withdrawn=True),
            caller=_LAW,
            order_token=None,
            if_match=int(page.record.version),
            preview_hash=None,
            show_preview=lambda _page, _preview: {},
            remember=_nothing,
        )
    except VersionConflict as moved:
        raise Overtaken from moved
    return True


def _nothing(_page: OrderPage) -> list[Write]:
    return []
