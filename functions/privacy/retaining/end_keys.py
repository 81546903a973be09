"""Keys of months and years are destroyed when the last thing that was sealed with them is over (ADR 77): copies of it in backups of other
tables are unreadable from then on, too."""

from __future__ import annotations

from functions.privacy.model.key_periods import LASTS, months_over, years_over
from functions.privacy.retaining.old_orders import all_passed
from functions.privacy.store.retention import retention
from functions.privacy.store.tombstones import destroy_key
from functions.shared.outside import clock
from functions.shared.outside.observability import fact
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk, of_time
from functions.shared.store.records import find_many


def end_keys() -> int:
    """How many. Again: none."""
    names = [of_time(what, month) for what in LASTS for month in months_over(what, clock.now())]
    names += [of_time("orders", year) for year in years_over(all_passed(retention()))]
    found = find_many({KeyRecord: [(key_pk(name), KEY_SK) for name in names]})
    there = [name for name in names if (record := found.get((KeyRecord, key_pk(name), KEY_SK))) is not None and record.body]
    for name in there:
        destroy_key(name)
    fact("keys.ended", ended=len(there))
    return len(there)
