"""Pick requests as they are stored: read by id or by list, written under their version only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import again
from functions.shared.store.listing import query_page
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put
from functions.warehouse.model.pick import Pick, PickState
from functions.warehouse.store.records import PICK_SK, PickRecord, pick_pk, picks_of, waiting_in


def pick_id(shipment_id: str) -> str:
    """One parcel has one pick request."""
    return ids.derived_id("pick", shipment_id)


def find_pick(id_: str) -> Pick | None:
    record = find(PickRecord, pick_pk(id_), PICK_SK)
    return _pick(record) if record else None


def on_pick(id_: str, decide: Callable[[Pick], Pick]) -> Pick:
    """What `decide` (which writes) makes of it, however often others are faster. Raises NotFound."""

    def attempt() -> Pick:
        pick = find_pick(id_) if ids.is_id("pick", id_) else None
        if pick is None:
            raise NotFound("There is no such pick request.")
        return decide(pick)

    return again(attempt)


def pick_put(pick: Pick) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    listed_pk, listed_sk = place(picks_of(pick.warehouse_id, pick.state), f"0{pick.first_bin}#{pick.requested_at}#{pick.id}", of=pick.id)
    record = PickRecord(
        pk=pick_pk(pick.id),
        sk=PICK_SK,
        kind="pick",
        version=pick.version + 1,
        body=dump(replace(pick, version=0)),
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    if pick.state is PickState.REQUESTED:
        record.due_pk, record.due_at = waiting_in(pick.warehouse_id), pick.requested_at
    return locked_put(record, pick.version)


def as_written(pick: Pick) -> Pick:
    return replace(pick, version=pick.version + 1)


def list_picks(warehouse_id: str, states: Sequence[PickState], *, limit: int, cursor: str | None) -> pages.Page[Pick]:
    """By bin, then by time. A query per shard of each state and a BatchGetItem."""
    query: dict[str, Any] = {"list": "picks", "warehouse": warehouse_id, "state": ",".join(states)}
    page = listed_page(PickRecord, *(picks_of(warehouse_id, one) for one in states), query=query, limit=limit, cursor=cursor)
    return pages.Page([pick for record in page.data if (pick := _pick(record)).state in states], page.next_cursor)


def waiting_picks(warehouse_id: str, before: str, *, limit: int, cursor: str | None) -> pages.Page[Pick]:
    """Those requested before then that nobody began, the oldest first. A Query and a BatchGetItem."""
    query = {"list": "waiting_picks", "warehouse": warehouse_id, "before": before}
    pk, until = waiting_in(warehouse_id), PickRecord.due_at < before
    page = query_page(PickRecord, pk, query=query, limit=limit, cursor=cursor, index="due", range_condition=until)
    keys = [(row.pk, row.sk) for row in page.data]
    records = find_many({PickRecord: keys}) if keys else {}
    picks = [_pick(record) for key in keys if isinstance(record := records.get((PickRecord, *key)), PickRecord)]
    return pages.Page([pick for pick in picks if pick.state is PickState.REQUESTED], page.next_cursor)


def _pick(record: PickRecord) -> Pick:
    return replace(load(Pick, record.body), version=int(record.version))
