"""Rows of movements, seen from their variant."""

from __future__ import annotations

from functions.shared.plain.bodies import dump
from functions.shared.store.transactions import Put
from functions.stock.model.stock import JournalEntry, JournalLine, Movement
from functions.stock.store.records import MOVEMENT, MovementRecord, shelf_sk, variant_pk


def movement_put(entry: JournalEntry, line: JournalLine) -> Put:
    movement = Movement(entry.cause, entry.reason, entry.actor, entry.at, line.warehouse, line.available, line.reserved, line.bin)
    sk = f"{MOVEMENT}{entry.at}#{entry.cause}#{shelf_sk(line.place).removeprefix('WH#')}"
    return Put(MovementRecord(pk=variant_pk(line.variant_id), sk=sk, kind="movement", body=dump(movement)))
