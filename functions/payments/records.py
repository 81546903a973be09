"""The payments table.

PAY#<payment>              PAYMENT          the attempt: frozen body, and what moves as attributes
                           PEV#<digest>     a fact its provider told (once per business key, for ever)
                           QUA#<digest>     a message about it that was put aside
                           REF#<refund>     a refund
                           EVT#…            events for the bus
ORD#<order>                LED#<payment>#…  ledger entries of the order
                           REFUNDS          whose version serializes the decisions on its refunds
INBOX#<provider>#<key>     INBOX            a verified webhook, never deleted: a message counts once for ever
"""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.records import Record
from functions.shared.settings import table_name

PAYMENT_SK = "PAYMENT"
INBOX_SK = "INBOX"
REFUNDS_SK = "REFUNDS"


class PaymentsTable(Record):
    class Meta:
        table_name = table_name("payments")


class PaymentRecord(PaymentsTable):
    """gsi1: `ORD#<order>`, by time. `refundable` is captured money that no refund has claimed: refunds take it by a condition."""

    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()
    captured = NumberAttribute(default=0)
    refunded = NumberAttribute(default=0)
    refundable = NumberAttribute(default=0)
    provider_ref = UnicodeAttribute(null=True)
    next_action = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    captured_at = UnicodeAttribute(null=True)


class ProviderEventRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class LedgerRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class QuarantineRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class RefundRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()


class RefundsRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class InboxRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    processed_at = UnicodeAttribute(null=True)


def payment_pk(payment_id: str) -> str:
    return f"PAY#{payment_id}"


def order_partition(order_id: str) -> str:
    return f"ORD#{order_id}"


def inbox_pk(provider: str, key: str) -> str:
    return f"INBOX#{provider}#{key}"
