"""Tags of people and portraits over HTTP, for staff."""

from __future__ import annotations

from functions.marketing.model.known import Known
from functions.marketing.model.tagging import TagRules
from functions.marketing.store.records import MarketingTable
from functions.marketing.store.tag_rules import kept_tag_rules
from functions.marketing.tagging.portrait import portrait
from functions.marketing.tagging.schemas import (
    CustomerPortrait,
    CustomerTagsModel,
    CustomerTagsOut,
    GivenTagModel,
    GivenTagsModel,
    GivenTagsOut,
    tags_view,
)
from functions.marketing.tagging.set_tags import get_known, give_tags, set_tag_rules
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import clock

tagging_api, portrait_api = Api("settings"), Api("customers")
_TAGS, _PORTRAIT = "/v1/admin/customer_tags", "/v1/admin/customers/{id}/portrait"
_READ, _WRITE = "marketing.read", "marketing.write"
_NEEDED = ("orders.read", "payments.read")
_OF_RULES = ((409, "unknown_segment"), (409, "segment_too_large"), (409, "version_conflict"))


@tagging_api.operation("GET", _TAGS, summary="Tags of people, and their rules", permission=_READ, response=CustomerTagsOut)
def read_customer_tags(_req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(*kept_tag_rules())


@tagging_api.operation(
    "PUT", _TAGS, summary="Set tags of people, and their rules", permission=_WRITE, body=CustomerTagsModel, response=CustomerTagsOut,
    idempotent=MarketingTable, errors=[*_OF_RULES], headers=("If-Match",),
)  # fmt: skip
def put_customer_tags(req: Request[CustomerTagsModel, NoQuery]) -> Reply:
    """Everybody is judged by them in a few minutes, and from then on each night."""
    tags = [one.tag_rule() for one in req.body.tags]
    return _reply(*set_tag_rules(tags, if_match=req.if_match(), remember=_document.remembering(req)))


@portrait_api.operation(
    "GET", _PORTRAIT, summary="A customer's portrait and tags", permission="customers.read", response=CustomerPortrait,
    errors=[(404, "not_found")],
)  # fmt: skip
def read_portrait(req: Request[NoBody, NoQuery]) -> CustomerPortrait:
    """What events told of them. 404 also for who was erased, and for who was there before marketing and was not taken in."""
    shown = portrait(get_known(req.path["id"]), clock.now())
    refused = [needed for needed in _NEEDED if not req.caller.may(needed)]
    return CustomerPortrait.of(shown, refused)


@portrait_api.operation(
    "PATCH", _PORTRAIT, summary="Give a customer tags", permission="customers.write", body=GivenTagsModel, response=GivenTagsOut,
    idempotent=MarketingTable, headers=("If-Match",),
    errors=[(404, "not_found"), (409, "not_agreed"), (409, "version_conflict"), (422, "no_tag_to_give")],
)  # fmt: skip
def give_customer_tags(req: Request[GivenTagsModel, NoQuery]) -> Reply:
    """Those of the list that have no rule. What says how they behave needs their consent."""
    given = give_tags(
        req.path["id"], req.body.wanted(), expected=req.if_match(), caller=req.caller, remember=req.remembering(_given)
    )  # fmt: skip
    return _given(given)


def _given(known: Known) -> Reply:
    tags = [GivenTagModel(tag=one.tag, until=one.until or None) for one in known.tags if one.by]
    return Reply(GivenTagsOut(version=known.version, tags=tags), etag=str(known.version))


def _reply(rules: TagRules, version: int) -> Reply:
    return Reply(tags_view(rules, version), etag=str(version))


_document = Document("customer_tags", _reply, lambda: _reply(*kept_tag_rules()))
_document.restored_by(
    tagging_api, put_customer_tags, _TAGS, body=CustomerTagsModel, response=CustomerTagsOut, permission=_WRITE,
    idempotent=MarketingTable, errors=_OF_RULES,
)  # fmt: skip
