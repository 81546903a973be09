"""Review rules over HTTP. All of them are one document with one version, which is their ETag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from functions.orders.model.review.rules import Edit, ReviewRules, rule_in, with_rule, without_rule
from functions.orders.settings.review_schemas import (
    KeptReviewRule,
    ReviewDocumentIn,
    ReviewDocumentOut,
    ReviewRuleBody,
    ReviewRuleIn,
    ReviewRuleOut,
    ReviewRulesOut,
)
from functions.orders.store.records import OrdersTable
from functions.orders.store.rules_store import change_section, read_section
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

api = Api("settings")
_READ, _WRITE = "settings.read", "settings.write"
_CONFLICT = (409, "version_conflict")
_MISSING = (404, "not_found")
_SIZE = (422, "rules_too_large")
Show = Callable[[ReviewRules, int], Reply]


def _whole(rules: ReviewRules, version: int) -> Reply:
    return Reply(ReviewDocumentOut(version=version, rules=[KeptReviewRule.of_rule(rule) for rule in rules.rules]), etag=str(version))


_document = Document("review_rules", _whole, lambda: _whole(*read_section(ReviewRules)))


def _changed(req: Request[Any, NoQuery], edit: Edit, show: Show) -> Reply:
    rules, version = change_section(ReviewRules, edit, if_match=req.if_match(), remember=_document.remembering(req, show))
    return show(rules, version)


def _reply(code: str, status: int = 200) -> Show:
    return lambda rules, version: Reply(ReviewRuleOut.of(rule_in(rules, code), version), status, etag=str(version))


@api.operation("GET", "/v1/admin/review_rules", summary="Which orders people look at first", permission=_READ, response=ReviewRulesOut)
def list_rules(_req: Request[NoBody, NoQuery]) -> Reply:
    """All of them (at most 50), none until the first is added. An order is judged once: when it is planned, which is when it is paid or
    released to be shipped, or before staff ship of it themselves."""
    rules, version = read_section(ReviewRules)
    return Reply(ReviewRulesOut(data=[ReviewRuleOut.of(rule, version) for rule in rules.rules]), etag=str(version))


@api.operation(
    "POST", "/v1/admin/review_rules", summary="Add a review rule", permission=_WRITE, body=ReviewRuleIn, response=ReviewRuleOut, status=201,
    idempotent=OrdersTable, errors=[_CONFLICT, (409, "code_taken"), (422, "too_many_rules"), _SIZE, (422, "names_nothing")],
    headers=("If-Match",),
)  # fmt: skip
def add_rule(req: Request[ReviewRuleIn, NoQuery]) -> Reply:
    code = req.body.code
    return _changed(req, with_rule(req.body.rule(code), new=True), _reply(code, 201))


@api.operation(
    "GET", "/v1/admin/review_rules/{code}", summary="Read a review rule", permission=_READ, response=ReviewRuleOut, errors=[_MISSING]
)
def read_rule(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(req.path["code"])(*read_section(ReviewRules))


@api.operation(
    "PUT", "/v1/admin/review_rules/{code}", summary="Replace a review rule", permission=_WRITE, body=ReviewRuleBody,
    response=ReviewRuleOut, idempotent=OrdersTable, errors=[_MISSING, _CONFLICT, _SIZE, (422, "names_nothing")], headers=("If-Match",),
)  # fmt: skip
def replace_rule(req: Request[ReviewRuleBody, NoQuery]) -> Reply:
    """Orders that are on hold stay so, with the reason they were held for."""
    code = req.path["code"]
    return _changed(req, with_rule(req.body.rule(code), new=False), _reply(code))


@api.operation(
    "DELETE", "/v1/admin/review_rules/{code}", summary="Remove a review rule", permission=_WRITE, status=204,
    idempotent=OrdersTable, errors=[_MISSING, _CONFLICT], headers=("If-Match",),
)  # fmt: skip
def remove_rule(req: Request[NoBody, NoQuery]) -> Reply:
    return _changed(req, without_rule(req.path["code"]), lambda _rules, _version: Reply(status=204))


def _set_all(req: Request[ReviewDocumentIn, NoQuery]) -> Reply:
    def edit(_before: ReviewRules) -> ReviewRules:
        rules = ReviewRules()
        for rule in req.body.rules:
            rules = with_rule(rule.rule(rule.code), new=True)(rules)
        return rules

    return _changed(req, edit, _whole)


_document.restored_by(
    api, _set_all, "/v1/admin/review_rules", body=ReviewDocumentIn, response=ReviewDocumentOut, permission=_WRITE, idempotent=OrdersTable,
    method="PUT", errors=[(409, "code_taken"), (422, "too_many_rules"), _SIZE, (422, "names_nothing")],
)  # fmt: skip
