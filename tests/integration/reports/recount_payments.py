"""What moved at providers a second time, in plain Python, from the ledger of payments: no code of the reports is asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from functions.payments.store.records import LedgerRecord, PaymentsTable

CHECKED = ("captured", "paid_back", "disputed", "fees")


def by_day_and_method(zone_of: Callable[[str], str]) -> dict[tuple[str, str, str], dict[str, int]]:
    """By day of the store, currency and provider. `zone_of`: by order, the store's when it was placed."""
    sums: dict[tuple[str, str, str], Counter[str]] = {}
    for item in LedgerRecord.scan(PaymentsTable.kind == "ledger"):
        entry = json.loads(item.body or "{}")
        moment = datetime.fromisoformat(entry["occurred_at"]).astimezone(ZoneInfo(zone_of(entry["order_id"])))
        moved, of_fees = entry["movement"], [one for one in entry["postings"] if one["account"].startswith("fees:")]
        provider = moved["provider"] if moved else of_fees[0]["account"].partition(":")[2] if of_fees else ""
        place = sums.setdefault((moment.date().isoformat(), entry["currency"], provider), Counter())
        place["fees"] += sum(one["amount"] for one in of_fees)
        if moved is None:
            continue
        name, sign = {
            "charge": ("captured", 1),
            "refund": ("paid_back", -1),
            "refund_failure": ("paid_back", -1),
            "dispute": ("disputed", -1),
        }[moved["kind"]]
        place[name] += sign * moved["gross"]
    return {place: found for place, one in sums.items() if any((found := {name: one[name] for name in CHECKED}).values())}


def over_all(sums: dict[tuple[str, str, str], dict[str, int]]) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], Counter[str]] = {}
    for (_, currency, provider), one in sums.items():
        found.setdefault((currency, provider), Counter()).update(one)
    return {place: {name: one[name] for name in CHECKED} for place, one in found.items() if any(one.values())}
