"""Receipts of money that moves outside any provider (a bank's or a courier's numbers): each pays for one thing, once for the whole shop."""

from __future__ import annotations

import unicodedata

from functions.payments.model.attempt import Attempt
from functions.payments.store.records import RECEIPT_SK, ReceiptRecord, receipt_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Invalid
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, put_new

_LONGEST = 140


@dataclass(frozen=True)
class Receipt:
    """`of` is what it is for: a payment (money in) or a refund (money out)."""

    of: str
    payment_id: str
    order_id: str
    order_number: str
    recorded_at: str


class ReceiptTaken(Conflict):
    """Somebody used the receipt since it was looked for."""

    code = "receipt_used"


def receipt_number(text: str) -> str:
    """One spelling for what people type: width, case, blanks and invisible characters make no other receipt. Raises Invalid."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
    number = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Cn", "Co", "Cs"))
    if not 0 < len(number) <= _LONGEST:
        raise Invalid.field("/receipt", "receipt_unreadable", "Letters, digits or signs are needed.")
    return number


def used_for(way: str, number: str) -> Receipt | None:
    """What the receipt was recorded for; `way` is a payment method, for money that goes out `<method>:out`. One GetItem."""
    record = find(ReceiptRecord, receipt_pk(way, number), RECEIPT_SK)
    return load(Receipt, record.body) if record else None


def receipt_write(way: str, number: str, attempt: Attempt, *, of: str) -> Put:
    """Uses it; fails with ReceiptTaken when it is used already."""
    receipt = Receipt(of, attempt.id, attempt.order_id, attempt.order_number, times.iso(clock.now()))
    return put_new(ReceiptRecord(pk=receipt_pk(way, number), sk=RECEIPT_SK, kind="receipt", body=dump(receipt)), ReceiptTaken())


def check_unused(way: str, number: str, *, of: str) -> bool:
    """Whether it is still to be used; False when it is recorded for this very thing. Raises Conflict (`receipt_used`) naming the first."""
    used = used_for(way, number)
    if used is None:
        return True
    if used.of != of:
        raise Conflict(
            f"The receipt was recorded for order {used.order_number}.",
            code="receipt_used",
            order_id=used.order_id,
            order_number=used.order_number,
            payment_id=used.payment_id,
        )
    return False
