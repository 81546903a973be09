"""The differences of a run as a CSV file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from functions.payments.reconciling.reconciliation_runs import KnownDifference
from functions.shared.plain.files.formulas import guarded
from functions.shared.plain.money import Money, to_decimal

_HEADER = (
    "kind", "line_kind", "reference", "provider_ref", "currency", "booked", "stated", "booked_fee", "stated_fee", "payment_id", "order_id",
    "resolved_by",
)  # fmt: skip


def csv_of(differences: Iterable[KnownDifference]) -> str:
    """Amounts in major units; empty where a side has none. What a spreadsheet would take for a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    for known in differences:
        one = known.difference
        amounts = [_amount(value, one.currency) for value in (one.booked, one.stated, one.booked_fee, one.stated_fee)]
        names = [guarded(name) for name in (one.reference, one.provider_ref)]
        writer.writerow(
            [one.kind.value, one.line_kind, *names, one.currency, *amounts, one.payment_id, one.order_id, known.resolved_by or ""]
        )
    return text.getvalue()


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else str(to_decimal(Money(minor, currency)))
