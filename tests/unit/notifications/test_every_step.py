"""P07: each step of an order, a parcel, a refund, a return, an invoice, a coupon and points is told to whom it is about, or it stands here
why it is not."""

from __future__ import annotations

from functions.notifications.sending.wording import EVENTS
from functions.shared.contract.event_catalogue import event_types

FAMILIES = frozenset(
    ["order", "shipment", "return", "withdrawal", "invoice", "fapiao", "coupon", "given_coupon", "points", "recall", "complaint", "survey"]
)
TOLD_BY = {
    "order.dispute_closed": "order.refunded",
    "order.fulfilling": "order.paid",
    "order.review_rejected": "order.cancelled",
    "order.withdrawal_stated": "withdrawal.declared",
    "shipment.came_back": "shipment.delayed",
    "shipment.exception": "shipment.delayed",
    "shipment.tracked": "order.delivered",
    "shipment.sent_again": "shipment.handed_over",
    "return.refunded": "order.refunded",
    "return.withdrawn": "withdrawal.declared",
    "return.exchange_undone": "order.cancelled",
    "return.repaired": "return.sent_back",
    "coupon.reserved": "order.placed",
    "coupon.redeemed": "order.paid",
    "coupon.expired": "coupon.expiring",
    "given_coupon.lapsed": "coupon.expiring",
    "given_coupon.used": "order.paid",
    "given_coupon.returned": "coupon.returned",
    "points.spent": "order.placed",
    "points.expired": "points.expiring",
}
"""What somebody is told by, or was."""
DID_IT_THEMSELVES = {"return.quote_paid", "fapiao.requested", "survey.answered", "order.claimed", "recall.answered"}
FOR_STAFF = {
    "order.held", "order.review_released", "order.disputed", "order.difference_found", "order.payment_set_aside", "order.refund_failed",
    "order.edited", "order.drafted", "order.draft_ended", "order.imported", "order.links_revoked", "order.withdrawal_told",
    "shipment.planned", "shipment.packed", "shipment.created", "shipment.cancelled", "shipment.edited", "fapiao.failed", "coupon.issued",
    "recall.opened", "recall.closed",
}  # fmt: skip
"""How the shop works, or what its people decide first: what comes of it is told."""
OF_NOBODY = {"points.forfeited", "survey.withheld"}


def test_every_step_is_told_or_says_why_not() -> None:
    steps = {name for name in event_types() if name.partition(".")[0] in FAMILIES}
    explained = TOLD_BY.keys() | DID_IT_THEMSELVES | FOR_STAFF | OF_NOBODY
    assert steps - set(EVENTS) == explained
    assert set(TOLD_BY.values()) <= set(EVENTS)
