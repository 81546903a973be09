"""Shipping zones and calendar over HTTP. All of them are one document with one version, which is their ETag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from functions.orders.model.shipping_rates import RateRule, Zone
from functions.orders.model.shop_rules import ShippingRules, WorkDays
from functions.orders.settings.markets_name import check_unnamed
from functions.orders.settings.schemas import (
    CalendarModel,
    CalendarOut,
    KeptCalendar,
    KeptZoneOut,
    RateModel,
    ShippingDocumentIn,
    ShippingDocumentOut,
    ZoneIn,
    ZoneOut,
    ZonesOut,
)
from functions.orders.settings.shipping_settings import with_zone, without_zone, zone_in
from functions.orders.store.records import OrdersTable
from functions.orders.store.rules_store import change_section, read_section
from functions.shared.contact.areas import AreaShown
from functions.shared.documents.document import Document
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.outside import fresh

api = Api("settings")
_READ, _WRITE = "settings.read", "settings.write"
_CONFLICT = (409, "version_conflict")
_MISSING = (404, "not_found")
_AREAS = [(409, "area_taken"), (422, "duplicate_area")]
_RATES = [
    (422, "unknown_carrier"),
    (422, "carrier_without_points"),
    (422, "kind_contradicts"),
    (422, "duplicate_rate"),
    (422, "empty_range"),
    (422, "step_missing"),
]
Show = Callable[[ShippingRules, int], Reply]


def _changed(req: Request[Any, NoQuery], edit: Callable[[ShippingRules], ShippingRules], show: Show) -> Reply:
    rules, version = change_section(ShippingRules, edit, if_match=req.if_match(), remember=_document.remembering(req, show))
    return show(rules, version)


def _whole(rules: ShippingRules, version: int) -> Reply:
    zones = [KeptZoneOut.model_validate(_shown(rules, zone.id)) for zone in rules.zones]
    calendar = KeptCalendar.model_validate(vars(rules.work_days))
    return Reply(ShippingDocumentOut(version=version, zones=zones, calendar=calendar), etag=str(version))


_document = Document("shipping", _whole, lambda: _whole(*read_section(ShippingRules)))


def _zone_view(rules: ShippingRules, zone_id: str, version: int) -> ZoneOut:
    return ZoneOut.model_validate(_shown(rules, zone_id) | {"version": version})


def _shown(rules: ShippingRules, zone_id: str) -> dict[str, Any]:
    zone, rates = zone_in(rules, zone_id)
    areas = [AreaShown.of(area) for area in zone.areas]
    shown = [
        {name: value for name, value in vars(rate).items() if name != "zone_id"} | {"service_names": rate.service_names or {}}
        for rate in rates
    ]
    return {"id": zone.id, "name": zone.name, "areas": areas, "rates": shown}


def _zone_reply(zone_id: str, status: int = 200) -> Show:
    return lambda rules, version: Reply(_zone_view(rules, zone_id, version), status, etag=str(version))


def _zone_of(zone_id: str, body: ZoneIn) -> tuple[Zone, list[RateRule]]:
    def rule(rate: RateModel) -> RateRule:
        return RateRule(**rate.model_dump() | {"zone_id": zone_id, "id": rate.id or rate.service})

    return Zone(zone_id, body.name, tuple(area.area() for area in body.areas)), [rule(rate) for rate in body.rates]


@api.operation("GET", "/v1/admin/shipping_zones", summary="Where the shop delivers", permission=_READ, response=ZonesOut)
def list_zones(_req: Request[NoBody, NoQuery]) -> ZonesOut:
    """All zones with their rates; those built in until the first change. They are at most 200."""
    rules, version = read_section(ShippingRules)
    return ZonesOut(data=[_zone_view(rules, zone.id, version) for zone in rules.zones])


@api.operation(
    "POST", "/v1/admin/shipping_zones", summary="Add a shipping zone", permission=_WRITE, body=ZoneIn, response=ZoneOut, status=201,
    idempotent=OrdersTable, errors=[_CONFLICT, *_AREAS, *_RATES, (422, "too_many_zones")], headers=("If-Match",),
)  # fmt: skip
def add_zone(req: Request[ZoneIn, NoQuery]) -> Reply:
    zone, rates = _zone_of(fresh.new_id("zone"), req.body)
    return _changed(req, with_zone(zone, rates, new=True), _zone_reply(zone.id, 201))


@api.operation(
    "GET", "/v1/admin/shipping_zones/{id}", summary="Read a shipping zone", permission=_READ, response=ZoneOut, errors=[_MISSING]
)
def read_zone(req: Request[NoBody, NoQuery]) -> Reply:
    return _zone_reply(req.path["id"])(*read_section(ShippingRules))


@api.operation(
    "PUT", "/v1/admin/shipping_zones/{id}", summary="Replace a shipping zone", permission=_WRITE, body=ZoneIn, response=ZoneOut,
    idempotent=OrdersTable, errors=[_MISSING, _CONFLICT, *_AREAS, *_RATES], headers=("If-Match",),
)  # fmt: skip
def replace_zone(req: Request[ZoneIn, NoQuery]) -> Reply:
    zone, rates = _zone_of(req.path["id"], req.body)
    return _changed(req, with_zone(zone, rates, new=False), _zone_reply(zone.id))


@api.operation(
    "DELETE", "/v1/admin/shipping_zones/{id}", summary="Remove a shipping zone", permission=_WRITE, status=204,
    idempotent=OrdersTable, errors=[_MISSING, _CONFLICT, (409, "zone_in_use")], headers=("If-Match",),
)  # fmt: skip
def remove_zone(req: Request[NoBody, NoQuery]) -> Reply:
    """Addresses that no other zone contains are not delivered to any more. A zone that markets name stays until they do not."""
    check_unnamed([req.path["id"]])
    return _changed(req, without_zone(req.path["id"]), lambda _rules, _version: Reply(status=204))


def _calendar_reply(rules: ShippingRules, version: int) -> Reply:
    return Reply(CalendarOut.model_validate(vars(rules.work_days) | {"version": version}), etag=str(version))


@api.operation(
    "GET", "/v1/admin/shipping_calendar", summary="When parcels leave", permission=_READ, response=CalendarOut
)  # fmt: skip
def read_calendar(_req: Request[NoBody, NoQuery]) -> Reply:
    return _calendar_reply(*read_section(ShippingRules))


@api.operation(
    "PUT", "/v1/admin/shipping_calendar", summary="Set when parcels leave", permission=_WRITE, body=CalendarModel,
    response=CalendarOut, idempotent=OrdersTable, errors=[_CONFLICT], headers=("If-Match",),
)  # fmt: skip
def set_calendar(req: Request[CalendarModel, NoQuery]) -> Reply:
    """Cut-off hour, working days and holidays decide the day that is promised at checkout."""
    return _changed(req, lambda rules: replace(rules, work_days=_work_days(req.body)), _calendar_reply)


def _work_days(given: CalendarModel) -> WorkDays:
    days, holidays = tuple(sorted(set(given.working_days))), tuple(sorted(set(given.holidays)))
    return WorkDays(given.cut_off_hour, days, holidays, given.handling_days, given.timezone)


def _set_all(req: Request[ShippingDocumentIn, NoQuery]) -> Reply:
    check_unnamed({zone.id for zone in read_section(ShippingRules)[0].zones} - {zone.id for zone in req.body.zones})

    def edit(before: ShippingRules) -> ShippingRules:
        rules = replace(before, zones=(), rates=(), work_days=_work_days(req.body.calendar))
        for zone in req.body.zones:
            rules = with_zone(*_zone_of(zone.id, zone), new=True)(rules)
        return rules

    return _changed(req, edit, _whole)


_document.restored_by(
    api, _set_all, "/v1/admin/shipping_calendar", body=ShippingDocumentIn, response=ShippingDocumentOut,
    permission=_WRITE, idempotent=OrdersTable,
    errors=[*_AREAS, *_RATES, (409, "zone_in_use"), (422, "too_many_zones")],
)  # fmt: skip
