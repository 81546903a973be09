"""The commission of a month as a file: a row for each owner and currency, amounts in the currency's own unit."""

from __future__ import annotations

from functions.marketing.store.commissions import months_of_all
from functions.marketing.store.shares import influencer_names
from functions.shared.http.operation import Reply
from functions.shared.plain.files.csv_rows import CSV_TYPE, Cell, csv_of
from functions.shared.plain.money import Money, to_decimal

HEAD = ("owner", "name", "month", "currency", "amount", "payout")


def month_rows(month: str) -> list[tuple[Cell, ...]]:
    """By owner. A Query for each hundred, and a BatchGetItem for the names of as many influencers."""
    found = months_of_all(month)
    names = influencer_names([one.owner for one in found])
    return [
        (one.owner, names.get(one.owner), one.month, one.currency, to_decimal(Money(one.amount, one.currency)), one.payout or None)
        for one in found
    ]


def month_file(month: str) -> Reply:
    headers = {"Content-Type": CSV_TYPE, "Content-Disposition": f'attachment; filename="commission-{month}.csv"'}
    return Reply(csv_of([HEAD, *month_rows(month)]), headers=headers)
