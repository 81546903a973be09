"""Message campaigns over HTTP, for staff."""

from __future__ import annotations

from functions.marketing.campaigns import write_campaign
from functions.marketing.campaigns.expect import expect
from functions.marketing.campaigns.figures import figures, results
from functions.marketing.campaigns.schemas import (
    ExpectedOut,
    FiguresOut,
    FiguresQuery,
    MessageCampaignFigures,
    MessageCampaignIn,
    MessageCampaignList,
    MessageCampaignOut,
    ResultsOut,
    ResultsQuery,
    ScheduleIn,
)
from functions.marketing.model.campaign import Campaign
from functions.marketing.store.campaigns import campaigns, get_campaign
from functions.marketing.store.records import MarketingTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery

campaigns_api = Api("message campaigns")
_READ, _WRITE = "marketing.read", "marketing.write"
_BASE, _ONE = "/v1/admin/message_campaigns", "/v1/admin/message_campaigns/{id}"
_MISSING, _MOVED, _SEGMENT = (404, "not_found"), (409, "illegal_transition"), (422, "unknown_segment")
_FORM = (422, "unknown_form")
_EXAMPLE = {
    "name": "Spring sale",
    "segment_id": "seg_01JD5Z6N7W8X9Y0Z1A2B3C4D5E",
    "template": "spring_sale",
    "values": {"link": "https://shop.example/sale", "coupon_code": "SPRING-10"},
}


def _reply(one: Campaign, status: int = 200) -> Reply:
    return Reply(MessageCampaignOut.of(one), status, etag=str(one.version))


def _created(one: Campaign) -> Reply:
    return _reply(one, 201)


@campaigns_api.operation("GET", _BASE, summary="Message campaigns", permission=_READ, query=PageQuery, response=MessageCampaignList)
def list_campaigns(req: Request[NoBody, PageQuery]) -> MessageCampaignList:
    """Newest first."""
    page = campaigns(limit=req.query.limit, cursor=req.query.cursor)
    return MessageCampaignList(data=[MessageCampaignOut.of(one) for one in page.data], next_cursor=page.next_cursor)


@campaigns_api.operation("GET", _ONE, summary="A message campaign", permission=_READ, response=MessageCampaignOut, errors=[_MISSING])
def read_campaign(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(get_campaign(req.path["id"]))


@campaigns_api.operation(
    "POST", _BASE, summary="Write a message campaign", permission=_WRITE, status=201, body=MessageCampaignIn, response=MessageCampaignOut,
    idempotent=MarketingTable, example=_EXAMPLE, errors=[_SEGMENT, _FORM],
)  # fmt: skip
def create_campaign(req: Request[MessageCampaignIn, NoQuery]) -> Reply:
    """A draft: nobody is told before it is scheduled."""
    return _created(write_campaign.create_campaign(req.body.fields(), caller=req.caller, remember=req.remembering(_created)))


@campaigns_api.operation(
    "PUT", _ONE, summary="Change a draft", permission=_WRITE, body=MessageCampaignIn, response=MessageCampaignOut,
    idempotent=MarketingTable, headers=("If-Match",), errors=[_MISSING, (409, "not_a_draft"), _SEGMENT, _FORM],
    example=_EXAMPLE,
)  # fmt: skip
def change_campaign(req: Request[MessageCampaignIn, NoQuery]) -> Reply:
    return _reply(
        write_campaign.change_campaign(req.path["id"], req.body.fields(), expected=req.if_match(), remember=req.remembering(_reply))
    )


@campaigns_api.operation(
    "POST", "/v1/admin/message_campaigns/{id}/schedule", summary="Send it, now or later", permission=_WRITE, body=ScheduleIn,
    response=MessageCampaignOut, idempotent=MarketingTable, headers=("If-Match",),
    errors=[_MISSING, _MOVED, (409, "template_missing"), (409, "form_closed"), (409, "segment_loop"), (409, "unknown_segment"),
            (409, "people_not_counted"),
            (422, "in_the_past")],
    example={"local_at": "2039-03-28T09:00"},
)  # fmt: skip
def schedule_campaign(req: Request[ScheduleIn, NoQuery]) -> Reply:
    """Each who matches then, agreed and is not held back is told once. A second call is 409: it is scheduled."""
    body = req.body
    return _reply(
        write_campaign.schedule(req.path["id"], body.at, body.local_at, expected=req.if_match(), remember=req.remembering(_reply))
    )


@campaigns_api.operation(
    "POST", "/v1/admin/message_campaigns/{id}/cancel", summary="Stop it", permission=_WRITE, response=MessageCampaignOut,
    idempotent=MarketingTable, headers=("If-Match",), errors=[_MISSING, _MOVED],
)  # fmt: skip
def cancel_campaign(req: Request[NoBody, NoQuery]) -> Reply:
    """Also in the middle: whoever was not told yet is not told, and a repeated one does not come again."""
    return _reply(write_campaign.cancel(req.path["id"], expected=req.if_match(), remember=req.remembering(_reply)))


@campaigns_api.operation(
    "GET", "/v1/admin/message_campaigns/{id}/figures", summary="What became of its messages", permission=_READ,
    query=FiguresQuery, response=MessageCampaignFigures,
    errors=[_MISSING, (400, "invalid_cursor"), (409, "segment_loop"), (409, "unknown_segment"), (409, "people_not_counted")],
)  # fmt: skip
def read_figures(req: Request[NoBody, FiguresQuery]) -> MessageCampaignFigures:
    """Before it is sent, `expected` says how many it would tell and hold out."""
    one, asked = get_campaign(req.path["id"]), req.query
    expected = ExpectedOut.of(expect(one.id, asked.cursor)) if asked.expected else None
    return MessageCampaignFigures(id=one.id, state=one.state, figures=FiguresOut.of(figures(one.id)), expected=expected)


@campaigns_api.operation(
    "GET", "/v1/admin/message_campaigns/{id}/results", summary="What those did who were told, and those who were not", permission=_READ,
    query=ResultsQuery, response=ResultsOut, errors=[_MISSING, (422, "too_large")],
)  # fmt: skip
def read_results(req: Request[NoBody, ResultsQuery]) -> ResultsOut:
    """Orders that were placed and paid within so many days after somebody was told, or would have been."""
    found = results(req.path["id"], req.query.days, series=req.query.series)
    return ResultsOut.of(req.path["id"], req.query.days, found)
