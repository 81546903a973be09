"""Double-entry bookkeeping of money at providers: every fact is one entry whose postings add up to zero. Pure.

Accounts: `provider:<code>:<account>` what the provider owes us, `order:<id>` what the order is owed for, `fees:<code>`,
`chargebacks:<code>` what payers' banks hold until a dispute is decided. A debit is positive.
"""

from __future__ import annotations

from functions.payments.model.provider_event import EventType, ProviderEvent
from functions.shared.plain.deferred import dataclass

_IN_BILLS = {
    EventType.CHARGE_SUCCESS: "charge",
    EventType.REFUND_SUCCESS: "refund",
    EventType.REFUND_REVERSE: "refund_failure",
    EventType.CHARGE_BACK: "dispute",
    EventType.CHARGE_BACK_REVERSE: "dispute",
}


@dataclass(frozen=True)
class Posting:
    account: str
    amount: int


@dataclass(frozen=True)
class Movement:
    """The entry as a provider's bill shows it: `gross` signed as it moves our balance there, `fee` None when nobody told it yet."""

    provider: str
    account: str
    kind: str
    reference: str
    provider_ref: str
    gross: int
    fee: int | None


@dataclass(frozen=True)
class Entry:
    """`movement` is None where nothing moves at the provider."""

    payment_id: str
    order_id: str
    cause: str
    occurred_at: str
    currency: str
    postings: list[Posting]
    movement: Movement | None = None

    def __post_init__(self) -> None:
        if sum(posting.amount for posting in self.postings) != 0:
            raise ValueError("a ledger entry must add up to zero")


def entry_of(event: ProviderEvent, *, provider: str, payment_id: str, order_id: str) -> Entry | None:
    """The entry of a fact, or None when no money moved."""
    if event.money is None:
        return None
    amount, fee = event.money.amount, event.fee.amount if event.fee else 0
    counterpart = {
        EventType.CHARGE_SUCCESS: (f"order:{order_id}", amount),
        EventType.REFUND_SUCCESS: (f"order:{order_id}", -amount),
        EventType.REFUND_REVERSE: (f"order:{order_id}", amount),
        EventType.CHARGE_BACK: (f"chargebacks:{provider}", -amount),
        EventType.CHARGE_BACK_REVERSE: (f"chargebacks:{provider}", amount),
    }.get(event.type)
    if event.type is EventType.CHARGE_BACK_LOST:
        # The provider took it when the dispute began; now it is no longer held, but gone: the order has its money back.
        postings = [Posting(f"chargebacks:{provider}", -amount), Posting(f"order:{order_id}", amount)]
        return Entry(payment_id, order_id, event.business_key, event.occurred_at, event.money.currency, postings)
    if counterpart is None:
        return None
    account, moved = counterpart
    postings = [Posting(f"provider:{provider}:{event.account}", moved), Posting(account, -moved)]
    if fee:
        postings += [Posting(f"provider:{provider}:{event.account}", -fee), Posting(f"fees:{provider}", fee)]
    reference = event.refund_ref or event.our_ref
    told = event.fee.amount if event.fee else None
    movement = Movement(provider, event.account, _IN_BILLS[event.type], reference, event.provider_ref, moved, told)
    return Entry(payment_id, order_id, event.business_key, event.occurred_at, event.money.currency, postings, movement)


def fee_entry(entry: Entry, fee: int) -> Entry:
    """What the provider kept of the movement of `entry`, where it told that later. Raises LookupError where nothing moved."""
    moved = entry.movement
    if moved is None:
        raise LookupError("nothing moved by this entry")
    postings = [Posting(f"provider:{moved.provider}:{moved.account}", -fee), Posting(f"fees:{moved.provider}", fee)]
    return Entry(entry.payment_id, entry.order_id, f"fee|{entry.cause}", entry.occurred_at, entry.currency, postings)
