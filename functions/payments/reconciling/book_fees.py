"""Book the fees that only a bill told: once per movement, however often its bill is compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from functions.payments.model.ledger import Entry, fee_entry
from functions.payments.store.booked_fees import fee_told
from functions.payments.store.ledger_store import booked_place, record_at
from functions.payments.store.records import LedgerRecord
from functions.shared.outside.observability import fact
from functions.shared.plain.bodies import dump, load
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find_many
from functions.shared.store.transactions import MAX_ACTIONS, Update, Write, put_new, transact

_PER_TRANSACTION = MAX_ACTIONS // 3


def book_fees(told: Mapping[str, int]) -> None:
    """`told`: fees in minor units by the entry's key; positive when we paid it, zero is known from then on too.

    Raises Overtaken when another run books the same at this moment: what is booked then is left out the next time.
    """
    keys, movements = sorted(told), 0
    for start in range(0, len(keys), _PER_TRANSACTION):
        wanted = {record_at(key): told[key] for key in keys[start : start + _PER_TRANSACTION]}
        records = [cast("LedgerRecord", record) for record in find_many({LedgerRecord: wanted}).values()]
        unknown = [record for record in records if record.fee is None]
        if unknown:
            transact([write for record in unknown for write in _booking(record, wanted[(record.pk, record.sk)])])
        movements += len(unknown)
    fact("reconciliation.fees_booked", movements=movements)


def _booking(record: LedgerRecord, fee: int) -> list[Write]:
    known = Update(LedgerRecord, record.pk, record.sk, [LedgerRecord.fee.set(fee)], LedgerRecord.fee.does_not_exist(), Overtaken())
    if fee == 0:
        return [known]
    entry = fee_entry(load(Entry, record.body), fee)
    fees = LedgerRecord(
        pk=record.pk,
        sk=f"{record.sk}#FEE",
        kind="ledger",
        body=dump(entry),
        gsi2pk=booked_place(entry),
        gsi2sk=entry.occurred_at,
    )
    moved = entry.movement or load(Entry, record.body).movement
    return [known, put_new(fees, Overtaken()), *(fee_told(entry, moved.provider) if moved else [])]
