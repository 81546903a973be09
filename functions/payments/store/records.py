"""The payments table.

PAY#<payment>              PAYMENT          the attempt: frozen body, and what moves as attributes
                           LISTED           by which it is in the lists of all payments (payment_lists.py)
                           PEV#<digest>     a fact its provider told (once per business key, for ever)
                           QUA#<digest>     a message about it that was put aside
                           PCA#<capture>    a capture of authorised money that we asked for
                           REF#<refund>     a refund
                           PRISK            how its risk was judged
                           EVT#…            events for the bus
ORD#<order>                LED#<payment>#…  ledger entries of the order
                           ATTEMPTS         whose version counts the attempts to pay it
                           REFUNDS          whose version serializes the decisions on its refunds
                           REF#<refund>     a refund of 0: of pieces that cost nothing, borne by no payment
                           EVT#…            its event for the bus
                           CMP#<id>         something given by goodwill
TSK#<refund>               TASK             money that people have to send: open until its reference is told
RECEIPT#<way>#<number>     RECEIPT          a receipt of money outside any provider, and what it was for: it counts once
QTN#<id>                   PUT_ASIDE        a message that was put aside, until somebody decides on it
DSP#<dispute>              DISPUTE          a payer's bank takes money back; `body` has the evidence
REC#<run>                  RUN              a reconciliation: one provider's bill of one day
                           DIF#<attempt>#…  what the bill and the ledger do not agree on
RISK#<kind>#<hash>…        <end of window>  orders, declines and cards counted of one subject
RISK#person#<hash>         PERSON           what a buyer did before
                           SPENT#<currency> what they paid in it
RISK_SETTINGS              RISK_SETTINGS    the rules of risk
WALLET#<customer>          WALLET           the ways to pay that they let us keep, sealed with their key
                           EVT#…            its events for the bus
DEVICES#<customer>         DEVICES          from which they have shown that it is them, hashed
STEPUP#<hash of a proof>   the same         the payment that it was for
LENT#<hash of a token>     LENT             the order that a token lent for one payment was used for
INBOX#<provider>#<key>     INBOX            a verified webhook, never deleted: a message counts once for ever
"""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.shared.plain.settings import table_name
from functions.shared.store.records import Record

PAYMENT_SK = "PAYMENT"
LISTED_SK = "LISTED"
INBOX_SK = "INBOX"
REFUNDS_SK = "REFUNDS"
ATTEMPTS_SK = "ATTEMPTS"
TASK_SK = "TASK"
RECEIPT_SK = "RECEIPT"
PUT_ASIDE_SK = "PUT_ASIDE"
DISPUTE_SK = "DISPUTE"
RUN_SK = "RUN"
WALLET_SK = "WALLET"
DEVICES_SK = "DEVICES"
LENT_SK = "LENT"
RUNS = "RECONCILIATIONS"


class PaymentsTable(Record):
    class Meta:
        table_name = table_name("payments")


class LentRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class PaymentRecord(PaymentsTable):
    """gsi1: `ORD#<order>`, by time; gsi2: `ONDELIVERY#<order number>` of those the courier collects; `listed`: by
    provider and status.

    `refundable` is captured money that no refund has claimed: refunds take it by a condition; `refunding` is claimed and not gone yet.
    `expires_at`: the later end of its time, where the order's was moved."""

    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()
    authorized = NumberAttribute(default=0)
    captured = NumberAttribute(default=0)
    refunded = NumberAttribute(default=0)
    refundable = NumberAttribute(default=0)
    refunding = NumberAttribute(default=0)
    expires_at = UnicodeAttribute(null=True)
    provider_ref = UnicodeAttribute(null=True)
    next_action = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    captured_at = UnicodeAttribute(null=True)
    void_reason = UnicodeAttribute(null=True)


class ProviderEventRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class LedgerRecord(PaymentsTable):
    """gsi1: what moved at a provider's account, by the UTC day. `matched_in`: the run that found it in the bill of another day;
    `fee`: what its bill told, where nothing else did (booked by the entry `…#FEE` beside it)."""

    class Meta:
        table_name = table_name("payments")

    matched_in = UnicodeAttribute(null=True)
    fee = NumberAttribute(null=True)


class DisputeRecord(PaymentsTable):
    """gsi1: those that are open, or closed, by their deadline."""

    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()


class ReconciliationRecord(PaymentsTable):
    """gsi1: all runs, by day. `attempt` counts the tries; differences of earlier ones are not shown."""

    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()
    attempt = NumberAttribute(default=0)


class DifferenceRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    resolved_by = UnicodeAttribute(null=True)


class QuarantineRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class RefundRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()


class CompensationRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class CaptureRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()


class RefundsRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class AttemptsRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class TaskRecord(PaymentsTable):
    """gsi1: those that are open, or done, by their making."""

    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()
    reference = UnicodeAttribute(null=True)
    confirmed_by = UnicodeAttribute(null=True)
    confirmed_at = UnicodeAttribute(null=True)


class ReceiptRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")


class PutAsideRecord(PaymentsTable):
    """gsi1: by status, by their arrival."""

    class Meta:
        table_name = table_name("payments")

    status = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    decision = UnicodeAttribute(null=True)


class InboxRecord(PaymentsTable):
    class Meta:
        table_name = table_name("payments")

    processed_at = UnicodeAttribute(null=True)


def payment_pk(payment_id: str) -> str:
    return f"PAY#{payment_id}"


def lent_pk(token_hash: str) -> str:
    return f"LENT#{token_hash}"


def order_partition(order_id: str) -> str:
    return f"ORD#{order_id}"


def on_delivery_partition(order_number: str) -> str:
    return f"ONDELIVERY#{order_number}"


def ledger_partition(provider: str, account: str, day: str) -> str:
    """gsi1 of ledger entries as version 0.1 had them: in one partition. `day` is the UTC date."""
    return f"MOVED#{provider}#{account}#{day}"


def movements_partition(provider: str, account: str, day: str) -> str:
    """gsi1 of ledger entries, cut into shards (shards.py)."""
    return f"MOVEMENTS#{provider}#{account}#{day}"


def ledger_day(day: str) -> str:
    """gsi2 of ledger entries, whatever moved, as version 0.1 had them: in one partition. `day` is the UTC date."""
    return f"LEDGER#{day}"


def booked_partition(day: str) -> str:
    """gsi2 of ledger entries, whatever moved, as version 0.3 had them: by the UTC day, cut into shards (shards.py)."""
    return f"BOOKED#{day}"


def booked_in(month: str) -> str:
    """gsi2 of ledger entries, whatever moved, by the UTC month, cut into shards (shards.py)."""
    return f"BOOKED_IN#{month}"


def costs_partition(month: str) -> str:
    """gsi1 of entries of goodwill, by the UTC month, cut into shards (shards.py)."""
    return f"COSTS#{month}"


def compensation_sk(compensation_id: str) -> str:
    return f"CMP#{compensation_id}"


def devices_pk(person: str) -> str:
    return f"DEVICES#{person}"


def proof_pk(proof_hash: str) -> str:
    return f"STEPUP#{proof_hash}"


def wallet_pk(person: str) -> str:
    return f"WALLET#{person}"


def task_pk(task_id: str) -> str:
    return f"TSK#{task_id}"


def tasks_partition(status: str) -> str:
    return f"TASKS#{status}"


def receipt_pk(way: str, number: str) -> str:
    return f"RECEIPT#{way}#{number}"


def put_aside_pk(put_aside_id: str) -> str:
    return f"QTN#{put_aside_id}"


def put_aside_partition(status: str) -> str:
    return f"PUT_ASIDE#{status}"


def dispute_pk(dispute_id: str) -> str:
    return f"DSP#{dispute_id}"


def disputes_partition(*, is_open: bool) -> str:
    return f"DISPUTES#{'open' if is_open else 'closed'}"


def run_pk(run_id: str) -> str:
    return f"REC#{run_id}"


def inbox_pk(provider: str, key: str) -> str:
    return f"INBOX#{provider}#{key}"
