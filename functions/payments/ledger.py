"""Double-entry bookkeeping of money at providers: every fact is one entry whose postings add up to zero. Pure.

Accounts: `provider:<code>:<account>` what the provider owes us, `order:<id>` what the order is owed for, `fees:<code>`,
`chargebacks:<code>`. A debit is positive.
"""

from __future__ import annotations

from dataclasses import dataclass

from functions.payments.provider_event import EventType, ProviderEvent


@dataclass(frozen=True)
class Posting:
    account: str
    amount: int


@dataclass(frozen=True)
class Entry:
    payment_id: str
    order_id: str
    cause: str
    occurred_at: str
    currency: str
    postings: list[Posting]

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
    }.get(event.type)
    if counterpart is None:
        return None
    account, moved = counterpart
    postings = [Posting(f"provider:{provider}:{event.account}", moved), Posting(account, -moved)]
    if fee:
        postings += [Posting(f"provider:{provider}:{event.account}", -fee), Posting(f"fees:{provider}", fee)]
    return Entry(payment_id, order_id, event.business_key, event.occurred_at, event.money.currency, postings)
