"""Carriers as they are stored: only those that staff set."""

from __future__ import annotations

from dataclasses import replace

from functions.shared.plain.bodies import load
from functions.shared.store.listing import in_partition
from functions.shared.store.once import once_a_batch
from functions.shared.store.records import find
from functions.shipping.model.carrier import Carrier
from functions.shipping.model.score import Scores
from functions.shipping.store.records import CARRIER, CARRIERS_PK, CarrierRecord, carrier_sk
from functions.shipping.store.scores import scores_in


@once_a_batch
def stored_carrier(code: str) -> Carrier | None:
    """One GetItem."""
    record = find(CarrierRecord, CARRIERS_PK, carrier_sk(code))
    return carrier_of(record) if record else None


def stored_carriers() -> dict[str, Carrier]:
    """By code. One Query."""
    records = in_partition(CarrierRecord, CARRIERS_PK, beginning=CARRIER)
    return {record.sk.removeprefix(CARRIER): carrier_of(record) for record in records}


@once_a_batch
def stored_book() -> tuple[dict[str, Carrier], Scores]:
    """All of them with their scores. One Query."""
    records = list(in_partition(CarrierRecord, CARRIERS_PK))
    found = {record.sk.removeprefix(CARRIER): carrier_of(record) for record in records if record.sk.startswith(CARRIER)}
    return found, scores_in(records)


def carrier_of(record: CarrierRecord) -> Carrier:
    return replace(load(Carrier, record.body), version=int(record.version))
