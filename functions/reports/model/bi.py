"""What is handed to tools of business intelligence: tables, their columns in words, and the statements that make them. Pure.

Rows of orders, lines and payments are movements: what is taken back is a row of its own, on its own day, so that sums over any days are the
books'. Nothing names a person: neither who bought nor whose browser it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.reports.model.lake_row import COLUMNS
from functions.reports.model.measures import MEASURES
from functions.shared.plain.deferred import dataclass

_MONEY = ("captured", "paid_back", "disputed", "fees", "paid_attempts", "failed_attempts")
_GOODS = tuple(name for name in MEASURES if name not in _MONEY)
_OF_ORDER = {
    "store_day": "Day of the store on which it is booked.",
    "zone": "IANA time zone of that day.",
    "order_id": "Empty for what belongs to no order.",
    "kind": "What happened: sale, refund, cancellation and so on.",
    "currency": "ISO 4217; amounts are integers in its minor unit.",
    "channel": "Where it was sold.",
    "country": "Where it went, ISO 3166-1 alpha-2.",
    "customer": "Whether the buyer was a new customer, one who came again, or a guest.",
    "method": "The provider of the payment.",
    "reason": "Why it was taken back or failed; a code.",
}
_OF_LINE = {
    "product": "Id of the product; empty for what belongs to the order as a whole.",
    "sku": "As it was sold.",
    "category": "Of the moment of the sale.",
    "brand": "Of the moment of the sale.",
}
_NOBODYS = tuple(name for name in COLUMNS if name not in ("subject", "visitor", "session", "batch", "position"))


@dataclass(frozen=True)
class Exported:
    """`columns`: in their order, with their type in SQL and what they say. `sql`: over `cells` (counted days), or `events` (the lake).
    `sums`: what is added up by currency in the manifest."""

    about: str
    columns: Mapping[str, tuple[str, str]]
    sql: str
    sums: Sequence[str] = ()


def _movements(columns: Mapping[str, str], measures: Sequence[str]) -> str:
    keys = ["day" if name == "store_day" else name for name in columns]
    named = ", ".join(f"{key} AS {name}" for key, name in zip(keys, columns, strict=True))
    sums = ", ".join(f'CAST(sum("{name}") AS BIGINT) AS "{name}"' for name in measures)
    any_of = " OR ".join(f'"{name}" <> 0' for name in measures)
    group = ", ".join(keys)
    return f"SELECT {named}, {sums} FROM cells WHERE {any_of} GROUP BY {group} ORDER BY {group}"  # noqa: S608 — our own names


def _of_cells(about: str, columns: Mapping[str, str], measures: Sequence[str], sums: Sequence[str]) -> Exported:
    said = {name: ("VARCHAR", words) for name, words in columns.items()}
    counted = {name: ("BIGINT", f"`{name}`, as the sales report has it.") for name in measures}
    return Exported(about, said | counted, _movements(columns, measures), sums)


OF_CELLS = {
    "orders": _of_cells("Orders: a row for each movement of an order.", _OF_ORDER, _GOODS, ("revenue", "taken_back")),
    "lines": _of_cells("The same by what was sold.", _OF_ORDER | _OF_LINE, _GOODS, ("revenue", "taken_back", "units")),
    "payments": _of_cells("Attempts to pay, and money as it moved.", _OF_ORDER, _MONEY, ("captured", "paid_back", "fees")),
}
EVENTS = Exported(
    "Events of browsers and of the bus, as the lake has them, without ids of people and browsers.",
    {name: (COLUMNS[name], f"`{name}` of the event.") for name in _NOBODYS},
    "SELECT {} FROM events ORDER BY \"at\", source, id".format(", ".join(f'"{name}"' for name in _NOBODYS)),  # noqa: S608 — our own names
)  # fmt: skip
STOCK = Exported(
    "Pieces on hand as the check of that night found them.",
    {"variant_id": ("VARCHAR", "Id of the variant."), "on_hand": ("BIGINT", "Pieces in all warehouses.")},
    "SELECT unnest($variants) AS variant_id, CAST(unnest($pieces) AS BIGINT) AS on_hand ORDER BY variant_id",
)
TABLES = {**OF_CELLS, "stock": STOCK, "events": EVENTS}


SCHEMA = {
    "version": 1,
    "layout": "bi/<table>/dt=<day of UTC; of stock, of the store>/part.parquet",
    "manifest": "bi/manifest.json: by day and table how many rows there are, and by currency what they add up to",
    "tables": {
        name: {
            "about": table.about,
            "columns": [{"name": column, "type": kind, "about": about} for column, (kind, about) in table.columns.items()],
        }
        for name, table in TABLES.items()
    },
}
