"""What every payment provider is to the shop. One adapter per provider; nothing else knows that provider's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from typing import Literal, Protocol

from functions.payments.model.attempt import Attempt, NextAction
from functions.payments.model.provider_event import ProviderEvent
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money


@dataclass(frozen=True)
class Capabilities:
    """What the provider can do. `methods` are the ways to pay it offers (the first is the default).

    `partial_capture`: less than what is held can be taken; `several_captures`: in several parts, else the rest is released with the first.
    `refunds_by_hand`: no call sends money back, people do and confirm it. `expiry_told`: the provider was told until when an attempt can be
    paid, so that this cannot be moved. `required`: what a method needs of the buyer's call, by the names of its body.
    `authorization_lasts`: how long money that is held can be captured. `bill_offset`: the day of a bill begins so long before UTC's.
    `keeps`: the methods whose way to pay can be kept, so that a later payment needs no entry.
    `lent_tokens`: takes tokens that somebody lends for one payment of one checkout session (machines that buy for people).
    `steps`: what the payer does next, by method, as NextAction names it; a redirect where nothing is said.
    `devices` says on which devices a method makes sense (absent: on every one), `countries` where the goods may go (None: anywhere),
    `amounts` the smallest and largest amount in minor units by currency (absent: any).
    """

    currencies: frozenset[str]
    methods: tuple[str, ...] = ("default",)
    lent_tokens: bool = False
    steps: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    countries: frozenset[str] | None = None
    amounts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    manual_capture: bool = False
    partial_capture: bool = False
    several_captures: bool = False
    close_unpaid: bool = False
    partial_refund: bool = False
    refund_is_async: bool = False
    refunds_by_hand: bool = False
    expiry_told: bool = False
    keeps: frozenset[str] = frozenset()
    required: Mapping[str, frozenset[str]] = field(default_factory=dict)
    webhook: bool = True
    requery_after_webhook: bool = False
    reconcile: bool = False
    authorization_lasts: timedelta = timedelta(days=7)
    bill_offset: timedelta = timedelta(hours=8)


@dataclass(frozen=True)
class Result:
    """What a call to the provider established. `provider_ref` is its name for the attempt; no events means: nothing decided yet."""

    events: tuple[ProviderEvent, ...] = ()
    next_action: NextAction = field(default_factory=lambda: NextAction("none"))
    provider_ref: str = ""


@dataclass(frozen=True)
class RawRequest:
    """A webhook exactly as received: the bytes, and the headers with lower-case names."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class RawResponse:
    status: int
    body: bytes = b""
    content_type: str = "text/plain"


@dataclass(frozen=True)
class StatementLine:
    """A line of the provider's bill, for reconciliation.

    kind: charge, refund, dispute, fee, payout or other. `our_ref` is the payment's reference, of a refund the refund's. Amounts are
    `payment_ref`: of a refund what it is of, by our
    reference or the provider's. Amounts are
    signed as they move our balance (a refund is negative); `fee` is positive when we paid it; net = gross - fee.
    """

    kind: str
    our_ref: str
    provider_ref: str
    gross: Money
    fee: Money
    net: Money
    raw_sha256: str
    payment_ref: str = ""


@dataclass(frozen=True)
class Kept:
    """A way to pay as the provider keeps it for us: its token there (never a card's number), and what may be shown of it. `expires`:
    the last month in which it works, `YYYY-MM`; `fingerprint`: the same for the same card. Empty: not told."""

    token: str = field(repr=False)
    brand: str = ""
    last4: str = ""
    expires: str = ""
    fingerprint: str = field(default="", repr=False)


AckOutcome = Literal["ok", "retry", "forged"]
Capture = Literal["auto", "manual"]


class PaymentProvider(Protocol):
    """Operations raise the errors of errors.py; after Unknown, `query` before anything is repeated. A provider that judges the payer, or
    knows the card's country, says so with the facts of money that came (`risk`, `payer_country`; payer.py reads them).

    Every operation is safe to repeat with the same attempt, key or refund reference: the provider does it once.
    """

    @property
    def code(self) -> str: ...

    @property
    def account(self) -> str:
        """Our account there; messages about another one are not applied."""
        ...

    @property
    def caps(self) -> Capabilities: ...

    def ready(self) -> bool:
        """Whether this stage has its keys and its address."""
        ...

    def create(self, attempt: Attempt, *, capture: Capture, return_url: str, notify_url: str) -> Result:
        """With `attempt.save` the provider keeps how it is paid; with `attempt.token` it is paid by what was kept, and the next action is
        there only where the payer's bank asks them."""
        ...

    def kept(self, attempt: Attempt) -> Kept | None:
        """What was kept of an attempt that was paid; None where nothing was."""
        ...

    def forget(self, token: str) -> None:
        """What was kept is no more, or never was."""
        ...

    def authorize(self, attempt: Attempt, customer_input: Mapping[str, str]) -> Result: ...

    def capture(self, attempt: Attempt, money: Money | None, *, key: str) -> Result: ...

    def void(self, attempt: Attempt, *, key: str) -> Result: ...

    def refund(self, attempt: Attempt, money: Money, *, refund_ref: str, reason: str, asked_at: str) -> Result:
        """`asked_at` is when the refund was decided: the same however often it is sent."""
        ...

    def query(self, attempt: Attempt) -> Result: ...

    def query_refund(self, attempt: Attempt, refund_ref: str, *, asked_at: str) -> Result:
        """No events: still under way there. Raises Declined when the provider never got it: only then may it be sent again."""
        ...

    def verify_webhook(self, request: RawRequest, now: int) -> list[ProviderEvent]:
        """The facts of a genuine message. Raises Forged, Stale or Malformed. No network but the cached keys."""
        ...

    def locate(self, event: ProviderEvent) -> ProviderEvent:
        """The event with our references, for a message that carries the provider's only, and with what it left out of the payer. May ask
        the provider."""
        ...

    def ack(self, outcome: AckOutcome) -> RawResponse: ...

    def reconcile(self, day: date) -> Iterator[StatementLine]: ...

    def answer_dispute(self, attempt: Attempt, dispute_ref: str, evidence: Mapping[str, str]) -> None:
        """Hand evidence over; it cannot be changed afterwards. Raises Unsupported where people do that in the provider's console."""
        ...
