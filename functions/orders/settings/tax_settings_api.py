"""Tax rates, tax settings and checkout settings over HTTP. What is set together has one version, which is its ETag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from functions.catalog import tax_classes_put
from functions.orders.model.shop_rules import CheckoutRules, TaxRules
from functions.orders.model.tax import TaxRate
from functions.orders.model.tax_settings import rate_in, with_rate, without_rate
from functions.orders.settings.schemas import (
    CheckoutSettingsModel,
    CheckoutSettingsOut,
    TaxDocumentIn,
    TaxDocumentOut,
    TaxRateIn,
    TaxRateOut,
    TaxRatesOut,
    TaxSettingsModel,
    TaxSettingsOut,
    settings_of,
)
from functions.orders.store.records import OrdersTable
from functions.orders.store.rules_store import change_section, read_section
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import fresh

api = Api("settings")
_READ, _WRITE = "settings.read", "settings.write"
_CONFLICT = (409, "version_conflict")
_MISSING = (404, "not_found")
Show = Callable[[TaxRules, int], Reply]


def _changed(req: Request[Any, NoQuery], edit: Callable[[TaxRules], TaxRules], show: Show) -> Reply:
    """The catalogue is told of the classes in the same transaction: prices per kg, l or m contain their taxes (ADR 53)."""
    rules, version = change_section(
        TaxRules,
        edit,
        if_match=req.if_match(),
        remember=_tax.remembering(req, show),
        besides=lambda rules, version: [tax_classes_put(rules.classes, version)],
    )
    return show(rules, version)


def _whole(rules: TaxRules, version: int) -> Reply:
    return Reply(TaxDocumentOut.of(rules, version), etag=str(version))


_tax = Document("tax", _whole, lambda: _whole(*read_section(TaxRules)))


def _rate_view(rate: TaxRate, version: int) -> TaxRateOut:
    return TaxRateOut.of(rate, version)


def _rate_reply(rate_id: str, status: int = 200) -> Show:
    return lambda rules, version: Reply(_rate_view(rate_in(rules, rate_id), version), status, etag=str(version))


def _settings_reply(rules: TaxRules, version: int) -> Reply:
    return Reply(TaxSettingsOut(version=version, **settings_of(rules)), etag=str(version))


@api.operation("GET", "/v1/admin/tax_rates", summary="Tax rates", permission=_READ, response=TaxRatesOut)
def list_rates(_req: Request[NoBody, NoQuery]) -> TaxRatesOut:
    """All of them (at most 2,000); the built-in one until the first change."""
    rules, version = read_section(TaxRules)
    return TaxRatesOut(data=[_rate_view(rate, version) for rate in rules.rates])


@api.operation(
    "POST", "/v1/admin/tax_rates", summary="Add a tax rate", permission=_WRITE, body=TaxRateIn, response=TaxRateOut, status=201,
    idempotent=OrdersTable, errors=[_CONFLICT, (422, "too_many_rates")], headers=("If-Match",),
)  # fmt: skip
def add_rate(req: Request[TaxRateIn, NoQuery]) -> Reply:
    rate = req.body.as_rate(fresh.new_id("tax"))
    return _changed(req, with_rate(rate, new=True), _rate_reply(rate.id, 201))


@api.operation("GET", "/v1/admin/tax_rates/{id}", summary="Read a tax rate", permission=_READ, response=TaxRateOut, errors=[_MISSING])
def read_rate(req: Request[NoBody, NoQuery]) -> Reply:
    return _rate_reply(req.path["id"])(*read_section(TaxRules))


@api.operation(
    "PUT", "/v1/admin/tax_rates/{id}", summary="Replace a tax rate", permission=_WRITE, body=TaxRateIn, response=TaxRateOut,
    idempotent=OrdersTable, errors=[_MISSING, _CONFLICT], headers=("If-Match",),
)  # fmt: skip
def replace_rate(req: Request[TaxRateIn, NoQuery]) -> Reply:
    rate = req.body.as_rate(req.path["id"])
    return _changed(req, with_rate(rate, new=False), _rate_reply(rate.id))


@api.operation(
    "DELETE", "/v1/admin/tax_rates/{id}", summary="Remove a tax rate", permission=_WRITE, status=204,
    idempotent=OrdersTable, errors=[_MISSING, _CONFLICT], headers=("If-Match",),
)  # fmt: skip
def remove_rate(req: Request[NoBody, NoQuery]) -> Reply:
    return _changed(req, without_rate(req.path["id"]), lambda _rules, _version: Reply(status=204))


@api.operation("GET", "/v1/admin/tax_settings", summary="How tax is applied", permission=_READ, response=TaxSettingsOut)
def read_settings(_req: Request[NoBody, NoQuery]) -> Reply:
    return _settings_reply(*read_section(TaxRules))


@api.operation(
    "PUT", "/v1/admin/tax_settings", summary="Set how tax is applied", permission=_WRITE, body=TaxSettingsModel,
    response=TaxSettingsOut, idempotent=OrdersTable, errors=[_CONFLICT], headers=("If-Match",),
)  # fmt: skip
def set_settings(req: Request[TaxSettingsModel, NoQuery]) -> Reply:
    """Where prices include tax, how it is rounded, and which goods are of which class. Orders already placed keep their tax."""
    given = req.body
    return _changed(req, lambda rules: replace(rules, settings=given.settings, classes=dict(given.classes)), _settings_reply)


def _set_all(req: Request[TaxDocumentIn, NoQuery]) -> Reply:
    def edit(before: TaxRules) -> TaxRules:
        rules = replace(before, rates=(), settings=req.body.settings, classes=dict(req.body.classes))
        for rate in req.body.rates:
            rules = with_rate(rate.as_rate(rate.id), new=True)(rules)
        return rules

    return _changed(req, edit, _whole)


_tax.restored_by(
    api,
    _set_all,
    "/v1/admin/tax_settings",
    body=TaxDocumentIn,
    response=TaxDocumentOut,
    permission=_WRITE,
    idempotent=OrdersTable,
    errors=[(422, "too_many_rates")],
)


def _checkout_reply(rules: CheckoutRules, version: int) -> Reply:
    return Reply(CheckoutSettingsOut.model_validate(vars(rules) | {"version": version}), etag=str(version))


_checkout = Document("checkout", _checkout_reply, lambda: _checkout_reply(*read_section(CheckoutRules)))


@api.operation("GET", "/v1/admin/checkout_settings", summary="How long stock is held", permission=_READ, response=CheckoutSettingsOut)
def read_checkout(_req: Request[NoBody, NoQuery]) -> Reply:
    return _checkout_reply(*read_section(CheckoutRules))


@api.operation(
    "PUT", "/v1/admin/checkout_settings", summary="Set how long stock is held", permission=_WRITE, body=CheckoutSettingsModel,
    response=CheckoutSettingsOut, idempotent=OrdersTable, errors=[_CONFLICT], headers=("If-Match",),
)  # fmt: skip
def set_checkout(req: Request[CheckoutSettingsModel, NoQuery]) -> Reply:
    """For orders placed from now on; deadlines already given stand."""
    changed, version = change_section(CheckoutRules, req.body.rules, if_match=req.if_match(), remember=_checkout.remembering(req))
    return _checkout_reply(changed, version)


_checkout.restored_by(
    api,
    set_checkout,
    "/v1/admin/checkout_settings",
    body=CheckoutSettingsModel,
    response=CheckoutSettingsOut,
    permission=_WRITE,
    idempotent=OrdersTable,
)
