"""A row of the lake: one event, of a browser or of the bus, in columns. Pure. Ids, codes, amounts: nothing names a person in clear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.shared.events.contracts.orders import OrderSummary
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

BEHAVIOUR, BUSINESS = "behaviour", "business"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """`source` and `id` say which event it is; `batch` and `position` where it came in, of which the first counts. `at` and `received_at`
    are RFC 3339 UTC. `visitor` and `session` are a browser's own random ids, there only with consent; `subject` is `cus_…`. `amount` is in
    minor units of `currency`, `results` how many a search found, `dwell_ms` how long a page was looked at; else empty or null.
    `part_id`: the parcel or refund of the order that it is about; `warehouse_id`: where that is picked; `since`: when what ends with it was
    asked for.
    """

    source: str
    id: str
    type: str
    at: str
    received_at: str
    batch: str
    position: int
    bot: bool = False
    subject: str = ""
    visitor: str = ""
    session: str = ""
    channel: str = ""
    path: str = ""
    product_id: str = ""
    category_id: str = ""
    order_id: str = ""
    query: str = ""
    results: int | None = None
    dwell_ms: int | None = None
    quantity: int | None = None
    currency: str = ""
    amount: int | None = None
    part_id: str = ""
    warehouse_id: str = ""
    since: str = ""

    @property
    def hour(self) -> str:
        """As `hour_of` has it: of 14,000 rows each is not read as a time."""
        return self.at[:13]


COLUMNS: dict[str, str] = {
    "source": "VARCHAR",
    "id": "VARCHAR",
    "type": "VARCHAR",
    "at": "VARCHAR",
    "received_at": "VARCHAR",
    "batch": "VARCHAR",
    "position": "INTEGER",
    "bot": "BOOLEAN",
    "subject": "VARCHAR",
    "visitor": "VARCHAR",
    "session": "VARCHAR",
    "channel": "VARCHAR",
    "path": "VARCHAR",
    "product_id": "VARCHAR",
    "category_id": "VARCHAR",
    "order_id": "VARCHAR",
    "query": "VARCHAR",
    "results": "BIGINT",
    "dwell_ms": "BIGINT",
    "quantity": "BIGINT",
    "currency": "VARCHAR",
    "amount": "BIGINT",
    "part_id": "VARCHAR",
    "warehouse_id": "VARCHAR",
    "since": "VARCHAR",
}
"""The columns of the files, in their order, as SQL names their types. New ones come last; files that were written before have none of
them, and null is read for it."""


@dataclass(frozen=True)
class Told:
    """An event of the bus: its id, type and time; and when it was received, in which batch, at which position."""

    id: str
    type: str
    at: str
    received_at: str
    batch: str
    position: int

    def row(self, kind: str = "", of: str = "", **values: Any) -> Row:
        """The event itself, or of a line of it (`of`) a row of another `kind`, with an id of its own."""
        number = f"{self.id}:{of}" if of else self.id
        return Row(BUSINESS, number, kind or self.type, self.at, self.received_at, self.batch, self.position, **values)


def of_order(told: Told, order: OrderSummary, amount: int, **values: str) -> Row:
    return told.row(
        subject=order.customer_id or "", channel=order.channel, order_id=order.order_id,
        quantity=sum(line.quantity for line in order.lines), currency=order.currency, amount=amount, **values,
    )  # fmt: skip


def of_lines(told: Told, order: OrderSummary, kind: str, pieces: Mapping[str, tuple[int, int]]) -> list[Row]:
    """A row for each line that is concerned: by its id, how many pieces and how much of the money."""
    return [
        told.row(
            kind, line.line_id, channel=order.channel, order_id=order.order_id, product_id=line.product_id,
            category_id=line.category_id or "", quantity=pieces[line.line_id][0], currency=order.currency, amount=pieces[line.line_id][1],
        )
        for line in order.lines if line.line_id in pieces
    ]  # fmt: skip


def hour_of(moment: datetime) -> str:
    """The UTC hour, e.g. ``2026-01-31T23``."""
    return moment.strftime("%Y-%m-%dT%H")


def start_of(hour: str) -> datetime:
    return times.parse(f"{hour}:00:00Z")
