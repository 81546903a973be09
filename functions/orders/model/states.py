"""The three axes of an order. The order's own states move by this table; payment and fulfilment states are derived."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    PENDING_PAYMENT = "pending_payment"
    PAID = "paid"
    FULFILLING = "fulfilling"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    IMPORTED = "imported"
    """Bought elsewhere: part of the history, and nothing happens to it here."""


TRANSITIONS: dict[Status, frozenset[Status]] = {
    # Straight to fulfilling: shipped before it is paid (docs/adr/0006-ship-before-payment.md).
    Status.PENDING_PAYMENT: frozenset({Status.PAID, Status.FULFILLING, Status.CANCELLED}),
    # Straight to completed: gift cards alone, once they are issued (ADR 170).
    Status.PAID: frozenset({Status.FULFILLING, Status.COMPLETED, Status.CANCELLED}),
    # Straight to completed: its goods were paid back while they were prepared, and gift cards are all that is left of it (ADR 172).
    Status.FULFILLING: frozenset({Status.SHIPPED, Status.COMPLETED, Status.CANCELLED}),
    Status.SHIPPED: frozenset({Status.DELIVERED}),
    Status.DELIVERED: frozenset({Status.COMPLETED}),
    Status.COMPLETED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.IMPORTED: frozenset(),
}

NOTHING_LEFT = frozenset({Status.CANCELLED, Status.IMPORTED})
"""No piece of it will be sent from here."""


class PaymentStatus(StrEnum):
    """Derived from the payments that count for the order (money.py)."""

    UNPAID = "unpaid"
    AUTHORIZED = "authorized"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    CHARGED_BACK = "charged_back"


NOT_PAID = frozenset({PaymentStatus.UNPAID, PaymentStatus.AUTHORIZED})
"""No money was taken."""


class FulfilmentStatus(StrEnum):
    UNFULFILLED = "unfulfilled"
    PARTIAL = "partial"
    FULFILLED = "fulfilled"
    DELIVERED = "delivered"
    RETURNED = "returned"


class StockState(StrEnum):
    """Where the pieces of an order are. A fact of its own: an order may be committed before it is paid, and paid when it is placed."""

    RESERVED = "reserved"
    COMMITTED = "committed"
    BACK = "back"


class CancelReason(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    PAYMENT_TIMEOUT = "payment_timeout"
    PAYMENT_DECLINED = "payment_declined"
    FRAUD = "fraud"
    REFUNDED = "refunded"
    GROUP_FAILED = "group_failed"
