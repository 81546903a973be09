"""The commission of a month as a file: a row for each owner and currency, amounts in the currency's own unit."""

from __future__ import annotations

from functions.marketing.store.commissions import months_of_all
from functions.shared.http.operation import Reply
from functions.shared.plain.files.csv_rows import CSV_TYPE, csv_of
from functions.shared.plain.money import Money, to_decimal

_HEAD = ("owner", "month", "currency", "amount", "payout")


def month_file(month: str) -> Reply:
    rows = [
        (one.owner, one.month, one.currency, to_decimal(Money(one.amount, one.currency)), one.payout or None)
        for one in months_of_all(month)
    ]
    headers = {"Content-Type": CSV_TYPE, "Content-Disposition": f'attachment; filename="commission-{month}.csv"'}
    return Reply(csv_of([_HEAD, *rows]), headers=headers)
