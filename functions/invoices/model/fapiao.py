"""A Chinese e-invoice: blue for what was sold, red for what of it is taken back. Pure.

```
requested ──► issuing ──► issued                 blue
    │            ▲  └───► failed ──► requested   (staff: retry)
    ▼            │
login_expired ───┘                               the seller's session at the tax bureau is over; goes on after they signed in
requested ──► confirming ──► issuing ──► …       red: the tax bureau's confirmation comes first, maybe the buyer's
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from functions.invoices.model.credit import rows_left
from functions.invoices.model.fapiao_rows import FapiaoRow
from functions.invoices.model.rows import Row, Sums, sums_of
from functions.invoices.model.title import Title
from functions.shared.plain.deferred import dataclass

CURRENCY = "CNY"


class Colour(StrEnum):
    BLUE = "blue"
    RED = "red"


class FapiaoState(StrEnum):
    REQUESTED = "requested"
    CONFIRMING = "confirming"
    ISSUING = "issuing"
    LOGIN_EXPIRED = "login_expired"
    ISSUED = "issued"
    FAILED = "failed"


class RedReason(StrEnum):
    """As the tax bureau numbers them: issued in error, goods came back, the service ended, a rebate."""

    ERROR = "01"
    RETURNED = "02"
    ENDED = "03"
    REBATE = "04"


_OPEN = frozenset({FapiaoState.REQUESTED, FapiaoState.CONFIRMING, FapiaoState.ISSUING, FapiaoState.LOGIN_EXPIRED})
TRANSITIONS: Mapping[FapiaoState, frozenset[FapiaoState]] = {
    **{state: frozenset(FapiaoState) - {FapiaoState.REQUESTED} for state in _OPEN},
    FapiaoState.ISSUED: frozenset(),
    FapiaoState.FAILED: frozenset({FapiaoState.REQUESTED}),
}


@dataclass(frozen=True)
class Fapiao:
    """`cause`: what it is for, once: `request#<n>`, the id of a refund, `red#<n>` (staff), `renew#<n>` (the order is another one now).
    `book`: what it is for, above zero also on a red one; `rows`: what the provider is told. `netted`: refunds that a blue one has left out
    already. `unsure`: a call may have had its effect. `attempt`: how often it failed before; with the id it is the
    provider's key. A failed one with a `number` is at the tax bureau, for another amount than was asked for."""

    id: str
    order_id: str
    order_number: str
    entity_id: str
    provider: str
    colour: Colour
    title: Title
    cause: str
    requested_at: str
    state: FapiaoState = FapiaoState.REQUESTED
    book: list[Row] = field(default_factory=list)
    rows: list[FapiaoRow] = field(default_factory=list)
    netted: list[str] = field(default_factory=list)
    reason: str = ""
    blue_id: str = ""
    blue_number: str = ""
    confirmation: str = ""
    number: str = ""
    issued_at: str = ""
    file_url: str = ""
    failed_because: str = ""
    unsure: bool = False
    attempt: int = 0
    tries: int = 0
    due_at: str = ""
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.id}-{self.attempt}" if self.attempt else self.id

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN

    @property
    def counts(self) -> bool:
        """Whether it stands at the tax bureau, or may come to."""
        return self.state is not FapiaoState.FAILED or bool(self.number)

    @property
    def sums(self) -> Sums:
        return sums_of(self.book)


def id_of_key(key: str) -> str:
    return key.partition("-")[0]


def live_blue(all_of: Sequence[Fapiao]) -> Fapiao | None:
    """The newest blue one that counts, until all of it is taken back."""
    blues = [one for one in all_of if one.colour is Colour.BLUE and one.counts]
    if not blues:
        return None
    gone = [row for one in reds_of(blues[-1], all_of) if one.state is FapiaoState.ISSUED for row in one.book]
    is_over = blues[-1].state is FapiaoState.ISSUED and not any(row.gross for row in rows_left(blues[-1].book, gone))
    return None if is_over else blues[-1]


def reds_of(blue: Fapiao, all_of: Sequence[Fapiao]) -> list[Fapiao]:
    """Those that take something of it back or are about to."""
    return [one for one in all_of if one.blue_id == blue.id and one.counts]


def left_of(blue: Fapiao, all_of: Sequence[Fapiao]) -> list[Row]:
    """What may still be taken back of it."""
    return rows_left(blue.book, [row for red in reds_of(blue, all_of) for row in red.book])
