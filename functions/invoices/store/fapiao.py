"""Chinese e-invoices as they are stored: by id, by order, by state, and what time is to work on."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from functions.invoices.model.fapiao import Fapiao, FapiaoState
from functions.invoices.store.records import (
    FAPIAO_SK,
    FapiaoOfOrderRecord,
    FapiaoRecord,
    account_pk,
    fapiao_in,
    fapiao_pk,
    login_pk,
)
from functions.invoices.store.sealed import fapiao_body, fapiao_of_record
from functions.shared.plain import ids, pages
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find, find_many
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Put
from functions.shared.store.versions import locked_put

SHARDS = 4
_MOST_DUE = 250


@dataclass(frozen=True)
class FapiaoOfOrder:
    """The oldest first."""

    order_id: str
    all: list[Fapiao]
    version: int = 0


def fapiao_of(order_id: str) -> FapiaoOfOrder:
    """A GetItem, and a BatchGetItem where there are some."""
    record = find(FapiaoOfOrderRecord, account_pk(order_id), FAPIAO_SK)
    if record is None:
        return FapiaoOfOrder(order_id, [])
    keys = [(fapiao_pk(id_), FAPIAO_SK) for id_ in load(list[str], record.body)]
    found = find_many({FapiaoRecord: keys})
    return FapiaoOfOrder(order_id, [fapiao_of_record(found[(FapiaoRecord, *key)]) for key in keys], int(record.version))


def added(account: FapiaoOfOrder, new: Fapiao) -> list[Put]:
    """One more of the order. The transaction raises Overtaken when another was added meanwhile."""
    known = [one.id for one in (*account.all, new)]
    record = FapiaoOfOrderRecord(
        pk=account_pk(account.order_id), sk=FAPIAO_SK, kind="fapiao_of_order", version=account.version + 1, body=dump(known)
    )
    return [locked_put(record, account.version), fapiao_put(new)]


def fapiao_put(one: Fapiao) -> Put:
    """In its next version. The transaction raises Overtaken."""
    listed_pk, listed_sk = place(fapiao_in(one.state), f"{one.requested_at}#{one.id}", of=one.id)
    record = FapiaoRecord(
        pk=fapiao_pk(one.id), sk=FAPIAO_SK, kind="fapiao", version=one.version + 1, body=fapiao_body(one),
        listed_pk=listed_pk, listed_sk=listed_sk,
    )  # fmt: skip
    if one.is_open and one.due_at:
        waits = one.state is FapiaoState.LOGIN_EXPIRED
        record.due_pk = login_pk(one.entity_id) if waits else f"FAPIAO#{zlib.crc32(one.id.encode()) % SHARDS}"
        record.due_at = one.due_at
    return locked_put(record, one.version)


def find_fapiao(fapiao_id: str) -> Fapiao:
    """Raises NotFound."""
    record = find(FapiaoRecord, fapiao_pk(fapiao_id), FAPIAO_SK) if ids.is_id("fap", fapiao_id) else None
    if record is None:
        raise NotFound("There is no such e-invoice.")
    return fapiao_of_record(record)


def list_fapiao(states: Sequence[FapiaoState], *, limit: int, cursor: str | None) -> pages.Page[Fapiao]:
    """The oldest first. A query per shard of each state and a BatchGetItem."""
    query = {"list": "fapiao", "state": ",".join(states)}
    page = listed_page(FapiaoRecord, *map(fapiao_in, states), query=query, limit=limit, cursor=cursor)
    return pages.Page([one for record in page.data if (one := fapiao_of_record(record)).state in states], page.next_cursor)


def due_now(now: str) -> Iterator[str]:
    """Ids of those whose provider is to be asked."""
    index: Any = FapiaoRecord.due
    for shard in range(SHARDS):
        for item in index.query(f"FAPIAO#{shard}", FapiaoRecord.due_at <= now, limit=_MOST_DUE):
            yield item.pk.removeprefix(fapiao_pk(""))


def waiting_for(entity_id: str) -> Iterator[str]:
    """Ids of those that wait until the seller has signed in."""
    index: Any = FapiaoRecord.due
    for item in index.query(login_pk(entity_id), limit=_MOST_DUE):
        yield item.pk.removeprefix(fapiao_pk(""))
