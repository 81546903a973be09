"""Pieces on hand by day: pk `LEVELS#<month>`, sk `<day>#<when looked at>#<first variant>`; `body` is pieces by variant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

from functions.reports.model.days import days_between, months_of
from functions.reports.store.records import ReportsTable
from functions.shared.store.listing import in_partition


def put_levels(day: str, at: str, on_hand: Mapping[str, int]) -> None:
    body = json.dumps(dict(on_hand), sort_keys=True)
    ReportsTable(pk=f"LEVELS#{day[:7]}", sk=f"{day}#{at}#{min(on_hand)}", kind="levels", body=body).save()


def levels_of(first: date, last: date) -> dict[str, dict[str, int]]:
    """By day, then variant; days without a look are not there. A Query per month."""
    found = dict[str, dict[str, int]]()
    for month in months_of(days_between(first, last)):
        for item in in_partition(ReportsTable, f"LEVELS#{month}", first=f"{first}#", last=f"{last}#~"):
            found.setdefault(item.sk[:10], {}).update(json.loads(item.body or "{}"))
    return found


def last_levels(today: date) -> dict[str, int]:
    """By variant, at the last of three nights that looked at it. A Query, two in the first days of a month."""
    found = dict[str, int]()
    for _, of_day in sorted(levels_of(today - timedelta(days=2), today).items()):
        found.update(of_day)
    return found
