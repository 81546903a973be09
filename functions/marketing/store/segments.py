"""Segments as they are stored."""

from __future__ import annotations

from dataclasses import replace

from functions.marketing.model.rule import Rule, whole
from functions.marketing.model.segment import Segment
from functions.marketing.store.records import SEGMENT_SK, SEGMENTS, SegmentRecord, segment_pk
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.store.records import find
from functions.shared.store.shards import listed_page, place
from functions.shared.store.transactions import Delete, Put
from functions.shared.store.versions import locked_delete, locked_put

MOST_SEGMENTS = 500


def find_segment(segment_id: str) -> Segment | None:
    record = find(SegmentRecord, segment_pk(segment_id), SEGMENT_SK) if ids.is_id("seg", segment_id) else None
    return _segment(record) if record else None


def get_segment(segment_id: str) -> Segment:
    """Raises NotFound."""
    found = find_segment(segment_id)
    if found is None:
        raise NotFound("There is no such segment.")
    return found


def whole_rule(rule: Rule, own_id: str = "") -> Rule:
    """With the segments that it names in place of their names. `own_id`: whose rule it is, which it cannot name. A GetItem for each.
    Raises Conflict (409 `segment_loop`, `unknown_segment`, `segment_too_large`)."""

    def named(segment_id: str) -> Rule | None:
        if segment_id == own_id:
            return rule
        found = find_segment(segment_id)
        return found.rule if found else None

    return whole({"field": "segment", "op": "in", "value": own_id} if own_id else rule, named)


def segments(*, limit: int, cursor: str | None) -> Page[Segment]:
    """Newest first."""
    page = listed_page(SegmentRecord, SEGMENTS, query={"list": SEGMENTS}, limit=limit, cursor=cursor, newest_first=True)
    return Page([_segment(one) for one in page.data], page.next_cursor)


def all_segments() -> list[Segment]:
    """There are at most MOST_SEGMENTS and a few."""
    found: list[Segment] = []
    cursor: str | None = None
    while True:
        page = segments(limit=100, cursor=cursor)
        found += page.data
        if (cursor := page.next_cursor) is None:
            return found


def segment_put(one: Segment) -> Put:
    """A new one or the next version. The transaction raises Overtaken."""
    record = SegmentRecord(
        pk=segment_pk(one.id), sk=SEGMENT_SK, kind="segment", body=dump(replace(one, version=0)), version=one.version + 1
    )
    record.listed_pk, record.listed_sk = place(SEGMENTS, one.id)
    return locked_put(record, one.version)


def segment_delete(one: Segment) -> Delete:
    return locked_delete(SegmentRecord(pk=segment_pk(one.id), sk=SEGMENT_SK), one.version)


def _segment(record: SegmentRecord) -> Segment:
    return replace(load(Segment, record.body), version=int(record.version))
