"""One provider's bill of one day against the ledger. Interrupted anywhere it is done again from the start, with the same result.

Providers and we stamp a movement with other clocks, so what happens around midnight can stand in the neighbouring day's bill: a line
that finds no entry of its day may take one of the day after, or one that the run of the day before missed (which is resolved by that).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from functions.payments.model.errors import Declined, Misconfigured, ProviderError, Unsupported
from functions.payments.model.provider import PaymentProvider, StatementLine
from functions.payments.model.reconciliation import Booked, Difference, Matched, extra, match, missing
from functions.payments.providers import provider_named
from functions.payments.reconciling.agreed_fees import AgreedFee, agreed_fee
from functions.payments.reconciling.book_fees import book_fees
from functions.payments.reconciling.book_told_refund import book_told_refund
from functions.payments.reconciling.reconciliation_runs import Run, begin, fail, finish, mark_matched, missed, resolve, run_id_of
from functions.payments.store.ledger_store import booked, moved_between
from functions.payments.store.records import LedgerRecord
from functions.shared.outside.observability import fact
from functions.shared.plain.deferred import dataclass

_FINAL = (Declined, Misconfigured, Unsupported)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Neighbour:
    """An entry of another day that a line of this bill may be; `missed_in`: the run whose difference that would resolve."""

    entry: Booked
    missed_in: str = ""
    difference: str = ""


def reconcile(code: str, day: date) -> None:
    """Raises ProviderError when the bill cannot be had now (it is tried again); a final refusal is written into the run."""
    provider = provider_named(code)
    run = begin(code, provider.account, day)
    if run is None:
        return
    try:
        lines = list(provider.reconcile(day))
    except ProviderError as error:
        fail(run, error.code)
        fact("reconciliation.failed", provider=code, day=day.isoformat(), reason=type(error).__name__, code=error.code)
        if isinstance(error, _FINAL):
            return
        raise
    finish(run, lines, _differences(provider, run, lines, day))


def _differences(provider: PaymentProvider, run: Run, lines: list[StatementLine], day: date) -> list[Difference]:
    found = match(lines, _entries(provider, run.id, day))
    neighbours = {one.entry.key: one for one in _neighbours(provider, day)} if found.unbooked else {}
    across = match(found.unbooked, [one.entry for one in neighbours.values()])
    _note(run.id, across, neighbours)
    book_fees(found.fees | across.fees)
    return [
        *found.differences,
        *across.differences,
        *(missing(entry) for entry in found.alone),
        *(extra(line) for line in across.unbooked if not book_told_refund(provider, line, day)),
    ]


def _entries(provider: PaymentProvider, run_id: str, day: date) -> list[Booked]:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - provider.caps.bill_offset
    records = moved_between(provider.code, provider.account, start, start + _DAY)
    agreed = agreed_fee(provider.code)
    return [_booked(record, agreed) for record in records if record.matched_in in (None, run_id)]


def _booked(record: LedgerRecord, agreed: AgreedFee | None) -> Booked:
    """With what our contract says of its fee, unless a bill was found right before."""
    entry = booked(record)
    return replace(entry, agreed_fee=agreed.of(entry.gross)) if agreed and entry.kind == "charge" and record.fee is None else entry


def _neighbours(provider: PaymentProvider, day: date) -> list[_Neighbour]:
    before = run_id_of(provider.code, provider.account, day - _DAY)
    known = {difference.entry: key for key, difference in missed(before)}
    this = run_id_of(provider.code, provider.account, day)
    earlier = [_Neighbour(one, before, known[one.key]) for one in _entries(provider, this, day - _DAY) if one.key in known]
    return earlier + [_Neighbour(one) for one in _entries(provider, this, day + _DAY)]


def _note(run_id: str, across: Matched, neighbours: dict[str, _Neighbour]) -> None:
    for _, entry in across.pairs:
        neighbour = neighbours[entry.key]
        mark_matched(entry.key, run_id)
        if neighbour.missed_in:
            resolve(neighbour.missed_in, neighbour.difference, run_id)
