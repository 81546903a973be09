"""What the shop asks of a provider of Chinese e-invoices (数电发票), in our own words. Adapters translate.

An adapter is a class below `FapiaoProvider`, named by an entry point (discovery.py). Of every call:

- Amounts in fen, rates and unit prices as decimal texts, times in our RFC 3339 form (UTC).
- `key` names an invoice for ever: asked twice with the same one, a provider issues one invoice.
- Unavailable is raised when the outcome is unknown: no answer, 5xx, 429. The caller asks (`query`) before it repeats the call.
- LoginExpired is raised when the seller's session at the tax bureau is over: nothing was done then, and somebody has to sign in there.
- No call is repeated by the adapter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from functions.invoices.model.document import Party
from functions.invoices.model.fapiao import Colour
from functions.invoices.model.fapiao_rows import FapiaoRow
from functions.invoices.model.title import Title
from functions.invoices.providers.account import Account
from functions.shared.plain.deferred import dataclass


class LoginExpired(Exception):
    """The seller has to sign in at the tax bureau again."""


class Forged(Exception):
    """Not signed by the provider, or not now. Answered with 401: a forger learns nothing."""


class Status(StrEnum):
    """unknown: it never heard of the key; pending: it is at it; failed: it said no for good."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    ISSUED = "issued"
    FAILED = "failed"


@dataclass(frozen=True)
class IssueRequest:
    """Of a red one also its `reason` (01 to 04), the number of the blue one and of the tax bureau's confirmation."""

    key: str
    colour: Colour
    order_number: str
    seller: Party
    title: Title
    rows: Sequence[FapiaoRow]
    notify_url: str
    reason: str = ""
    blue_number: str = ""
    confirmation: str = ""


@dataclass(frozen=True)
class Answer:
    """`number`: of the invoice, 20 digits (without it nothing counts as issued); `file_url`: where its buyer reads it; `reason`: why it was
    refused. `gross`: what the invoice is for, in fen, above zero also of a red one; None where the provider does not say."""

    status: Status
    number: str = ""
    issued_at: str = ""
    file_url: str = ""
    reason: str = ""
    gross: int | None = None


@dataclass(frozen=True)
class Confirmation:
    """`status`: pending (the buyer has to agree at the tax bureau), issued (confirmed, under `number`) or failed (`reason`)."""

    status: Status
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Webhook:
    """A message as received. `headers` have lower-case names."""

    headers: Mapping[str, str]
    raw: bytes


class FapiaoProvider:
    """`code`: the name of its entry point. `account`: its entry of the secret; the code if empty. `local_only`: not for deployed stages."""

    code: ClassVar[str] = ""
    account: ClassVar[str] = ""
    local_only: ClassVar[bool] = False

    def __init__(self, account: Account) -> None:
        self._account = account

    def issue(self, request: IssueRequest) -> Answer:
        """Blue or red. Raises Unavailable, LoginExpired."""
        raise NotImplementedError

    def confirm_red(self, request: IssueRequest) -> Confirmation:
        """Asks the tax bureau to confirm that something of the blue one is taken back; with the same key what became of that. Raises
        Unavailable, LoginExpired."""
        raise NotImplementedError

    def query(self, key: str) -> Answer:
        """Raises Unavailable, LoginExpired."""
        raise NotImplementedError

    def is_signed_in(self) -> bool:
        """Whether the seller's session at the tax bureau lasts. Raises Unavailable."""
        raise NotImplementedError

    def verify_webhook(self, webhook: Webhook, now: datetime) -> None:
        """Raises Forged. Looks at nothing but the raw bytes and headers; no network."""
        raise NotImplementedError

    def keys_in(self, webhook: Webhook) -> Sequence[str]:
        """The keys of the invoices that a verified message is about; what became of them is asked (`query`), so that messages that come
        twice, late or in another order are harmless. Raises Unreadable."""
        raise NotImplementedError
