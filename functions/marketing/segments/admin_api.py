"""Segments over HTTP, for staff."""

from __future__ import annotations

from functions.marketing.model.segment import Segment
from functions.marketing.segments import save_segment
from functions.marketing.segments.preview import preview
from functions.marketing.segments.schemas import (
    PreviewQuery,
    SampleOut,
    SegmentGone,
    SegmentIn,
    SegmentList,
    SegmentOut,
    SegmentPreview,
)
from functions.marketing.store.records import MarketingTable
from functions.marketing.store.segments import get_segment, segments
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

segments_api = Api("segments")
_READ, _WRITE = "marketing.read", "marketing.write"
_BASE, _ONE = "/v1/admin/segments", "/v1/admin/segments/{id}"
_MISSING, _UNKNOWN, _LOOP = (404, "not_found"), (409, "unknown_segment"), (409, "segment_loop")
_LARGE = (409, "segment_too_large")


def _reply(one: Segment, status: int = 200) -> Reply:
    return Reply(SegmentOut.of(one), status, etag=str(one.version))


def _created(one: Segment) -> Reply:
    return _reply(one, 201)


def _gone() -> Reply:
    return Reply(SegmentGone())


@segments_api.operation("GET", _BASE, summary="Segments", permission=_READ, query=PageQuery, response=SegmentList)
def list_segments(req: Request[NoBody, PageQuery]) -> SegmentList:
    """Newest first."""
    page = segments(limit=req.query.limit, cursor=req.query.cursor)
    return SegmentList(data=[SegmentOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@segments_api.operation("GET", _ONE, summary="A segment", permission=_READ, response=SegmentOut, errors=[_MISSING])
def read_segment(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(get_segment(req.path["id"]))


@segments_api.operation(
    "POST", _BASE, summary="Make a segment", permission=_WRITE, status=201, body=SegmentIn, response=SegmentOut,
    idempotent=MarketingTable, errors=[_UNKNOWN, _LARGE, (409, "too_many_segments")],
)  # fmt: skip
def create_segment(req: Request[SegmentIn, NoQuery]) -> Reply:
    """Who belongs to it is found when it is used."""
    body = req.body
    return _created(save_segment.create_segment(body.name, body.rule, caller=req.caller, remember=req.remembering(_created)))


@segments_api.operation(
    "PUT", _ONE, summary="Change a segment", permission=_WRITE, body=SegmentIn, response=SegmentOut, idempotent=MarketingTable,
    headers=("If-Match",), errors=[_MISSING, _UNKNOWN, _LOOP, _LARGE],
)  # fmt: skip
def change_segment(req: Request[SegmentIn, NoQuery]) -> Reply:
    """A campaign that is being sent goes on with the rule that it began with."""
    body = req.body
    return _reply(
        save_segment.change_segment(
            req.path["id"], body.name, body.rule, expected=req.if_match(), caller=req.caller, remember=req.remembering(_reply)
        )
    )


@segments_api.operation(
    "DELETE", _ONE, summary="Remove a segment", permission=_WRITE, response=SegmentGone, idempotent=MarketingTable,
    headers=("If-Match",), errors=[_MISSING, (409, "segment_in_use")],
)  # fmt: skip
def remove_segment(req: Request[NoBody, NoQuery]) -> Reply:
    save_segment.remove_segment(req.path["id"], expected=req.if_match(), remember=req.remembering(_gone))
    return _gone()


@segments_api.operation(
    "GET", "/v1/admin/segments/{id}/preview", summary="How many a segment has, and some of them", permission=_READ, query=PreviewQuery,
    response=SegmentPreview, errors=[_MISSING, _UNKNOWN, _LOOP, _LARGE, (409, "people_not_counted")],
)  # fmt: skip
def preview_segment(req: Request[NoBody, PreviewQuery]) -> SegmentPreview:
    """As they are known some seconds after what they did. Whether a message may go to each is decided when it is sent."""
    found = preview(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return SegmentPreview(
        count=found.count, looked_at=found.looked_at, by_language=found.by_language, data=[SampleOut.of(one) for one in found.sample],
        next_cursor=found.next_cursor,
    )  # fmt: skip
