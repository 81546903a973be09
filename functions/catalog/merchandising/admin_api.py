"""Rules of searches, for staff."""

from __future__ import annotations

from typing import Any

from functions.catalog.finding.api import SEARCH_ERRORS
from functions.catalog.finding.browse_products import Asked
from functions.catalog.merchandising.explain import explain
from functions.catalog.merchandising.save_rule import create_rule, delete_rule, save_rule
from functions.catalog.merchandising.schemas import ExplainInput, Explanation, SearchRuleDetails, SearchRuleIn, SearchRulePage
from functions.catalog.model.merchandising.search_rule import SearchRule
from functions.catalog.store.merchandising.search_rule_records import rule_record, rules_page
from functions.catalog.store.records import CatalogTable
from functions.shared.http.operation import Api, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.plain.bodies import load

search_rules_api = Api("catalog")

_BASE, _ONE = "/v1/admin/search_rules", "/v1/admin/search_rules/{id}"
_READ, _WRITE = "catalog.read", "catalog.write"
_MISSING, _STALE = (404, "not_found"), (409, "version_conflict")
_FAULTS = [
    (422, "no_word"), (422, "synonym_of_itself"), (422, "synonym_cycle"), (422, "too_many_synonyms"), (422, "unknown_product"),
]  # fmt: skip


def _reply(rule: SearchRule, version: int, status: int = 200) -> Reply:
    return Reply(SearchRuleDetails.of(rule, version), status, etag=str(version))


def _created(rule: SearchRule, version: int) -> Reply:
    return _reply(rule, version, 201)


@search_rules_api.operation(
    "GET", _BASE, summary="Rules of searches", permission=_READ, query=PageQuery, response=SearchRulePage, errors=[(400, "invalid_cursor")]
)
def get_search_rules(req: Request[Any, PageQuery]) -> SearchRulePage:
    """In the order they were made in."""
    page = rules_page(limit=req.query.limit, cursor=req.query.cursor)
    rows = [SearchRuleDetails.of(load(SearchRule, record.body), int(record.version)) for record in page.data]
    return SearchRulePage(data=rows, next_cursor=page.next_cursor)


@search_rules_api.operation(
    "POST", _BASE, summary="Make a rule of searches", permission=_WRITE, status=201, body=SearchRuleIn, response=SearchRuleDetails,
    idempotent=CatalogTable, errors=[(409, "too_many_rules"), *_FAULTS],
)  # fmt: skip
def post_search_rule(req: Request[SearchRuleIn, NoQuery]) -> Reply:
    """Searches follow within 15 seconds."""
    return _created(*create_rule(req.body.values(), remember=req.remembering(_created)))


@search_rules_api.operation(
    "GET", f"{_BASE}/explain", summary="What a search answers, and why", permission=_READ, query=ExplainInput,
    query_maps=("attr", "field"), response=Explanation, errors=SEARCH_ERRORS,
)  # fmt: skip
def get_explanation(req: Request[Any, ExplainInput]) -> Explanation:
    """As shoppers get it who ask the same, with the rules of this moment; it is not counted as a search."""
    return explain(Asked.of(req.query), req.languages)


@search_rules_api.operation("GET", _ONE, summary="A rule of searches", permission=_READ, response=SearchRuleDetails, errors=[_MISSING])
def get_search_rule(req: Request[Any, NoQuery]) -> Reply:
    record = rule_record(req.path["id"])
    return _reply(load(SearchRule, record.body), int(record.version))


@search_rules_api.operation(
    "PUT", _ONE, summary="Save a rule of searches", permission=_WRITE, body=SearchRuleIn, response=SearchRuleDetails,
    idempotent=CatalogTable, errors=[_MISSING, _STALE, *_FAULTS], headers=("If-Match",),
)  # fmt: skip
def put_search_rule(req: Request[SearchRuleIn, NoQuery]) -> Reply:
    """All of it."""
    return _reply(*save_rule(req.path["id"], req.body.values(), if_match=req.if_match(), remember=req.remembering(_reply)))


@search_rules_api.operation(
    "DELETE", _ONE, summary="Delete a rule of searches", permission=_WRITE, status=204, idempotent=CatalogTable, errors=[_MISSING, _STALE],
    headers=("If-Match",),
)  # fmt: skip
def remove_search_rule(req: Request[Any, NoQuery]) -> Reply:
    reply = Reply(status=204)
    delete_rule(req.path["id"], if_match=req.if_match(), remember=[*req.remember(reply)])
    return reply
