"""Complaints as they are stored: read by id or by list, written under their version only."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from functions.aftersales.model.complaint import Complaint, ComplaintState
from functions.aftersales.store.due import SHARDS
from functions.aftersales.store.records import COMPLAINT_SK, ComplaintRecord, complaint_pk, complaints_in, complaints_of
from functions.aftersales.store.sealed import complaint_body, complaint_of
from functions.shared.plain import ids, pages
from functions.shared.plain.errors import NotFound
from functions.shared.store.again import Overtaken, again
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Write, put_new
from functions.shared.store.versions import locked_put

T = TypeVar("T")


def get_complaint(complaint_id: str) -> Complaint:
    """Raises NotFound."""
    record = find(ComplaintRecord, complaint_pk(complaint_id), COMPLAINT_SK) if ids.is_id("cpl", complaint_id) else None
    if record is None:
        raise NotFound("There is no such complaint.")
    return complaint_of(record)


def on_complaint(complaint_id: str, decide: Callable[[Complaint], T]) -> T:
    """What `decide` (which writes) makes of it, however often others are faster. Raises NotFound."""
    return again(lambda: decide(get_complaint(complaint_id)))


def complaint_put(complaint: Complaint) -> Write:
    """A new one or the next version. The transaction raises Overtaken."""
    listed_pk, listed_sk = place(complaints_in(complaint.state), f"{complaint.opened_at}#{complaint.id}", of=complaint.id)
    record = ComplaintRecord(
        pk=complaint_pk(complaint.id),
        sk=COMPLAINT_SK,
        kind="complaint",
        version=complaint.version + 1,
        body=complaint_body(complaint),
        listed_pk=listed_pk,
        listed_sk=listed_sk,
    )
    # Those of a guest are found by their order.
    if owner := complaint.customer_id or complaint.order_id:
        record.gsi1pk, record.gsi1sk = complaints_of(owner), complaint.id
    if complaint.deadline:
        record.due_pk, record.due_at = f"DUE#{zlib.crc32(complaint.id.encode()) % SHARDS}", complaint.deadline
    return locked_put(record, complaint.version)


def number_claim(complaint: Complaint) -> Write:
    """A number names one complaint. The transaction raises Overtaken: draw another one."""
    key = f"NUMBER#{complaint.number}"
    return put_new(ComplaintRecord(pk=key, sk="NUMBER", kind="number", body=complaint.id), Overtaken())


def as_written(complaint: Complaint) -> Complaint:
    return replace(complaint, version=complaint.version + 1)


def list_complaints(states: Sequence[ComplaintState], *, limit: int, cursor: str | None) -> pages.Page[Complaint]:
    """Oldest first. A query per shard of each state and a BatchGetItem."""
    query: dict[str, Any] = {"list": "complaints", "state": ",".join(states)}
    page = listed_page(ComplaintRecord, *map(complaints_in, states), query=query, limit=limit, cursor=cursor)
    return pages.Page([one for record in page.data if (one := complaint_of(record)).state in states], page.next_cursor)


def complaints_by(customer_id: str, *, limit: int, cursor: str | None) -> pages.Page[Complaint]:
    """Newest first. One Query."""
    query = {"list": "my_complaints", "of": customer_id}
    pk = complaints_of(customer_id)
    page = query_page(ComplaintRecord, pk, query=query, limit=limit, cursor=cursor, index="gsi1", newest_first=True)
    return pages.Page([complaint_of(record) for record in page.data], page.next_cursor)
