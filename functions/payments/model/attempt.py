"""One attempt to get an order paid at one provider: plain, frozen data. A second try is a new attempt with a new reference."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money

POLL_AFTER_MINUTES = (1, 5, 10, 30, 60, 120)
RETRY_AFTER = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class NextAction:
    """What the customer's app does next. kind: none | redirect | qr_code | form_post | sdk_params | client_secret | instructions."""

    kind: str
    url: str | None = None
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """`account` is our account at the provider; `expires_at` is the order's deadline.

    `capture`: ``auto`` at once, ``manual`` when we say so, ``on_delivery`` when the courier has handed the money over.

    `save`: its payer wants the way they pay to be kept for later, and `wallet` is whose it then is; `saved_id`: it is paid by one that was
    kept there.

    Five fields are not part of what is stored: `provider_ref` comes from the payment's item; `payer` (their id at the provider), `token`
    (of a kept way to pay, or lent for this one), `lent_for` (the checkout session that it was lent for) and `client_ip` are there only
    while they start the payment.
    """

    id: str
    order_id: str
    order_number: str
    customer_id: str | None
    provider: str
    account: str
    method: str
    capture: str
    money: Money
    return_url: str
    language: str
    created_at: str
    expires_at: str
    fingerprint: str = ""
    provider_ref: str = ""
    payer: str = ""
    client_ip: str = ""
    token: str = field(default="", repr=False)
    lent_for: str = field(default="", repr=False)
    save: bool = False
    wallet: str = ""
    saved_id: str = ""
    # What integrations keep on it: the one is public, the other for staff only. Staff change both later; the rest stays.
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the payer reads at the provider."""
        return f"订单 {self.order_number}" if self.language.startswith("zh") else f"Order {self.order_number}"

    @property
    def reference(self) -> str:
        return reference_of(self.id)


def reference_of(some_id: str) -> str:
    """The name of a payment or refund at providers: the id's ULID in lower case, 26 of [0-9a-z] (fits every provider's 8 to 32)."""
    return some_id.partition("_")[2].lower()


def id_of(prefix: str, reference: str) -> str:
    """The id back from a reference, so no index is needed to find whose message it is."""
    return f"{prefix}_{reference.upper()}"


def next_poll(attempt: Attempt, now: datetime) -> datetime | None:
    """When to ask the provider next: 1, 5, 10, 30, 60, 120 minutes after the start and at expiry; None when all that is over."""
    created, expires = times.parse(attempt.created_at), times.parse(attempt.expires_at)
    points = [created + timedelta(minutes=minutes) for minutes in POLL_AFTER_MINUTES]
    return min((point for point in [*points, expires] if now < point <= expires), default=None)
