"""A bill of 10,000 lines with 20 planted faults against the ledger: what is found, and how long it takes.

python -m benchmarks.reconciliation [--lines 10000] [--each 5]

First the comparison alone, then the worker's whole run over the tables: ledger read, fees that only the bill tells booked, differences
written.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from benchmarks.engine import tables
from functions.payments.model.provider import StatementLine
from functions.payments.model.reconciliation import Booked, extra, match, missing
from tests.support.bills import Planted, a_day, with_faults

DAY = date(2026, 1, 31)
PROVIDER, ACCOUNT = "cards", "acct_1"


def compare(lines: list[StatementLine], entries: list[Booked], planted: Planted) -> bool:
    started = time.process_time()
    result = match(lines, entries)
    seconds = time.process_time() - started
    every = [*result.differences, *map(missing, result.alone), *map(extra, result.unbooked)]
    found = {(one.kind.value, one.provider_ref) for one in every}
    return verdict("compared", found, len(every), planted, f"{seconds:.2f} s CPU")


def whole_run(lines: list[StatementLine], entries: list[Booked], planted: Planted) -> bool:
    from functions.payments.reconciling.reconcile import reconcile
    from functions.payments.reconciling.reconciliation_runs import differences_of, find_run, run_id_of
    from functions.payments.store.records import LedgerRecord

    bank = SimpleNamespace(code=PROVIDER, account=ACCOUNT, caps=SimpleNamespace(bill_offset=timedelta()), reconcile=lambda _day: lines)
    with tables() as engine:
        with LedgerRecord.batch_write() as batch:
            for number, entry in enumerate(entries):
                batch.save(_record(number, entry))
        started, cpu = time.perf_counter(), time.process_time()
        with (
            patch("functions.payments.reconciling.reconcile.provider_named", lambda _code: bank),
            patch("functions.payments.reconciling.reconcile.agreed_fee", lambda _code: None),
        ):
            reconcile(PROVIDER, DAY)
        took, cpu = time.perf_counter() - started, time.process_time() - cpu
        known = find_run(run_id_of(PROVIDER, ACCOUNT, DAY))
        assert known is not None
        listed = [one.difference for one in differences_of(known.run, limit=100, cursor=None).data]
        told = sum(1 for item in LedgerRecord.scan(LedgerRecord.sk.contains("#FEE")))
    found = {(one.kind.value, one.provider_ref) for one in listed}
    return verdict(f"whole run on {engine}", found, len(listed), planted, f"{took:.1f} s, {cpu:.1f} s CPU, {told} fees booked")


def _record(number: int, booked: Booked) -> object:
    from functions.payments.model.ledger import Entry, Movement, Posting
    from functions.payments.store.ledger_store import ledger_record
    from functions.shared.plain import times

    moved = Movement(PROVIDER, ACCOUNT, booked.kind, booked.reference, booked.provider_ref, booked.gross, booked.fee)
    noon = times.iso(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC))
    postings = [Posting(f"provider:{PROVIDER}:{ACCOUNT}", booked.gross), Posting(f"order:{number}", -booked.gross)]
    return ledger_record(Entry("pay", str(number), f"cause {number}", noon, booked.currency, postings, moved), str(number))


def verdict(what: str, found: Planted, count: int, planted: Planted, cost: str) -> bool:
    exact = found == planted and count == len(planted)
    said = "exactly those planted" if exact else f"{len(found - planted)} wrong, {len(planted - found)} not found"
    print(f"{what}: {len(planted)} faults of 4 kinds, {count} found, {said}; {cost}")
    return exact


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=5, help="faults of each of the four kinds")
    options = parser.parse_args()
    lines, entries = a_day(options.lines)
    broken, planted = with_faults(lines, options.each)
    print(f"{len(broken)} lines")
    return int(not (compare(broken, entries, planted) and whole_run(broken, entries, planted)))


if __name__ == "__main__":
    sys.exit(main())
