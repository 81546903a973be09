"""Whether what was written holds together, by the shop's own checks and a recount: run after a past was invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from functions.marketing.model.commission import months_from
from functions.orders.model.states import Status
from functions.orders.store.order_check import findings
from functions.orders.store.records import order_pk
from functions.orders.store.shipments import parcels_of
from functions.orders.store.status_lists import status_rows
from functions.payments.model.ledger import Entry
from functions.payments.store.records import LedgerRecord, PaymentsTable
from functions.shared.outside import clock
from functions.shared.plain.bodies import load
from functions.stock.keeping.check_stock import check_stock

_LOOKED_AT = 200


def wrong(first: date) -> list[str]:
    """What does not hold, in sentences; nothing where all does. Of the orders since `first`, 200 evenly chosen are looked at one by one."""
    return [*_ledger(), *_orders(first), *_stock()]


def _ledger() -> Iterable[str]:
    accounts = Counter[tuple[str, str]]()
    for item in LedgerRecord.scan(PaymentsTable.kind == "ledger"):
        entry = load(Entry, item.body)
        for posting in entry.postings:
            accounts[entry.currency, posting.account] += posting.amount
    for currency in sorted({currency for currency, _ in accounts}):
        if total := sum(amount for (of, _), amount in accounts.items() if of == currency):
            yield f"The ledger adds up to {total} {currency}."


def _orders(first: date) -> Iterable[str]:
    """By their lists: an order is one of some twenty items in its table."""
    months = months_from(f"{first:%Y-%m}", f"{clock.now():%Y-%m}")[::-1]
    names = sorted({row.pk.removeprefix(order_pk("")) for status in Status for row in status_rows(status, months, after=None)})
    for name in names[:: max(1, len(names) // _LOOKED_AT)]:
        yield from (f"{name}: {text}" for text in findings(parcels_of(name)))


def _stock() -> Iterable[str]:
    report = check_stock()
    if report.differences:
        yield f"{len(report.differences)} counters of stock are not what their movements add up to."
