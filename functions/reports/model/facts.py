"""What happened to money, one fact per event, never changed. Pure. Amounts are integer minor units of the fact's currency."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass


class FactKind(StrEnum):
    """`refund_undone`: the money of a refund came back to us. `exchange`: pieces came back, and others went out for them."""

    SALE = "sale"
    AMENDMENT = "amendment"
    CANCELLATION = "cancellation"
    REFUND = "refund"
    REFUND_UNDONE = "refund_undone"
    EXCHANGE = "exchange"
    CAPTURE = "capture"
    FAILURE = "failure"
    PAID_BACK = "paid_back"
    DISPUTE = "dispute"
    FEE = "fee"


TAKING = frozenset({FactKind.CANCELLATION, FactKind.REFUND, FactKind.REFUND_UNDONE, FactKind.EXCHANGE})
"""What takes something back, or gives it again: how much follows from the whole order (account.py)."""


@dataclass(frozen=True)
class Piece:
    """What a line brings, or, with empty ids, what belongs to the order as a whole: delivery and its tax, money for nothing in
    particular. `sums` by measure (measures.py); those that are 0 may be missing."""

    sums: dict[str, int]
    line_id: str = ""
    product_id: str = ""
    sku: str = ""
    category_id: str = ""
    brand_id: str = ""
    variant_id: str = ""


@dataclass(frozen=True)
class Fact:
    """`at`: when it happened, RFC 3339 UTC. `day`: the day of the store it is booked on, in `zone`, the store's when the order was placed;
    `late_of`: the day it happened, where that was closed already. `method`: of facts of payments; `payment_id`: of a sale, what paid it.
    `reason`: why a payment failed, an order was cancelled or money went back."""

    event_id: str
    kind: FactKind
    at: str
    order_id: str
    currency: str
    zone: str
    pieces: list[Piece]
    day: str = ""
    late_of: str = ""
    payment_id: str = ""
    method: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Dims:
    """What an order is counted by. `customer`: new (their first order that was paid), returning or guest; empty until it is paid.
    `coupons`, `campaigns`: what each took off. `buyer`: whose order it is, as the id of the first that they paid; it says nothing of who
    they are, and nothing leads from them to it once they are erased. Empty for guests."""

    channel: str = ""
    country: str = ""
    customer: str = ""
    coupons: dict[str, int] = field(default_factory=dict)
    campaigns: dict[str, int] = field(default_factory=dict)
    buyer: str = ""


_CODE = re.compile(r"[a-z]+(_[a-z]+)*")
_OF_CASE = re.compile(r"(?:return|withdrawal) (ret_[0-9A-Z]+)( exchanged)?")
_OF_REFUNDS = frozenset(
    {"order_cancelled", "order_amended", "return", "withdrawal", "dispute_won", "late_payment", "duplicate_payment", "mismatch_payment"}
)


def code_of(said: str) -> str:
    """A reason as it is counted: a word of providers or of the shop. Whatever else was said may name somebody, and is not kept."""
    return said if not said or _CODE.fullmatch(said) else "other"


def why_refunded(said: str) -> str:
    """The cause that the shop gave itself; what staff typed is `staff`."""
    cause = re.split("[ :]", said, maxsplit=1)[0]
    return cause if cause in _OF_REFUNDS else "staff"


def case_of(said: str) -> tuple[str, bool]:
    """Of a refund that was told before it named its case: the case of after-sales, and whether it gives what was put aside for an
    exchange."""
    found = _OF_CASE.fullmatch(said)
    return (found[1], bool(found[2])) if found else ("", False)


def hour_of(moment: datetime) -> str:
    """The UTC hour a moment lies in, e.g. ``2025-01-31T23``."""
    return moment.strftime("%Y-%m-%dT%H")


def day_of(at: str, zone: str) -> str:
    """The day of the store, e.g. ``2025-01-31``."""
    return times.parse(at).astimezone(ZoneInfo(zone)).date().isoformat()
