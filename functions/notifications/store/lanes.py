"""What waits for endpoints, by resource; and who works on it. An endpoint has so many slots, each of them one worker's at a time: so much
of everybody's workers one endpoint can take, however slow it is, and no more."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from functions.notifications.model.lane import Lane
from functions.notifications.store.records import LaneRecord, SlotRecord, due_in, endpoint_pk, lane_sk, slot_sk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.records import find
from functions.shared.store.transactions import Put, Update, transact
from functions.shared.store.versions import locked_put

SLOTS = 4
"""May grow: what waits in another slot than it would now is found, since all of them are looked into. It must not shrink."""
WORKING = timedelta(seconds=90)
"""Longer than a worker may run."""


@dataclass(frozen=True)
class DueLane:
    resource: str
    due_at: str


def slot_of(resource: str) -> int:
    return zlib.crc32(resource.encode()) % SLOTS


def find_lane(endpoint_id: str, resource: str) -> Lane | None:
    record = find(LaneRecord, endpoint_pk(endpoint_id), lane_sk(resource))
    return replace(load(Lane, record.body), version=int(record.version)) if record else None


def lane_of(endpoint_id: str, resource: str) -> Lane:
    """Also one that is yet to be made."""
    return find_lane(endpoint_id, resource) or Lane(endpoint_id, resource)


def lane_put(lane: Lane) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    record = LaneRecord(
        pk=endpoint_pk(lane.endpoint_id),
        sk=lane_sk(lane.resource),
        kind="lane",
        version=lane.version + 1,
        body=dump(replace(lane, version=0)),
    )
    if lane.due_at:
        record.due_pk, record.due_at = due_in(lane.endpoint_id, slot_of(lane.resource)), lane.due_at
    return locked_put(record, lane.version)


def lane_as_written(lane: Lane) -> Lane:
    return replace(lane, version=lane.version + 1)


def due_lanes(endpoint_id: str, slot: int, until: datetime) -> Iterator[DueLane]:
    """What waits until then at most, the longest first. The index may lag: the lane says what is due."""
    for row in LaneRecord.due.query(due_in(endpoint_id, slot), LaneRecord.due_at <= times.iso(until), page_size=100):
        yield DueLane(row.sk.removeprefix(lane_sk("")), row.due_at)


def waiting_lanes(endpoint_id: str, slot: int) -> Iterator[DueLane]:
    """All in which something waits, whenever."""
    for row in LaneRecord.due.query(due_in(endpoint_id, slot), page_size=100):
        yield DueLane(row.sk.removeprefix(lane_sk("")), row.due_at)


def take_slot(endpoint_id: str, slot: int) -> str | None:
    """Until when it is this worker's; None: it is somebody else's now."""
    now = clock.now()
    until = times.iso(now + WORKING)
    record = SlotRecord(pk=endpoint_pk(endpoint_id), sk=slot_sk(slot), kind="slot", lease_until=until)
    free = SlotRecord.pk.does_not_exist() | (SlotRecord.lease_until <= times.iso(now))
    try:
        transact([Put(record, free, Overtaken())])
    except Overtaken:
        return None
    return until


def give_slot(endpoint_id: str, slot: int, until: str) -> None:
    """Nothing, if it was over and is another worker's."""
    mine = SlotRecord.lease_until == until
    with suppress(Overtaken):
        transact([Update(SlotRecord, endpoint_pk(endpoint_id), slot_sk(slot), [SlotRecord.lease_until.set("")], mine, Overtaken())])
