"""HTTP operations for staff: what will be bought."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from functions.reports.forecasts.plan_event import drop_event, plan_event
from functions.reports.forecasts.schemas import EventIn, EventOut, EventPage, ForecastOut, VariantAhead, VariantPage
from functions.reports.store.forecast_items import Event, events_page, forecast_made, variant_ahead, variants_ahead
from functions.reports.store.level_items import last_levels
from functions.reports.store.records import ReportsTable
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.outside import clock
from functions.shared.plain.settings import settings

forecasts_api = Api("reports")
_PATH = "/v1/admin/reports/forecast"
_NONE = (404, "not_found")


@forecasts_api.operation(
    "GET", _PATH, summary="How many orders each hour of two weeks will bring", permission="reports.read", response=ForecastOut,
    scope=WHOLE_SHOP, errors=[_NONE],
)  # fmt: skip
def get_forecast(_req: Request[NoBody, NoQuery]) -> ForecastOut:
    """As of last night, with intervals, and how near the last forecast came."""
    return ForecastOut.of(forecast_made(), settings().store_timezone)


@forecasts_api.operation(
    "GET", f"{_PATH}/variants", summary="How many pieces of each variant will be bought", permission="reports.read", query=PageQuery,
    response=VariantPage, scope=WHOLE_SHOP,
)  # fmt: skip
def get_variants(req: Request[NoBody, PageQuery]) -> VariantPage:
    """By variant, day by day for two weeks, what is enough and what to order. Empty before the first night that knew enough."""
    found = variants_ahead(req.query.limit, cursor=req.query.cursor)
    return VariantPage.of(found, forecast_made().first if found.data else "", _on_hand())


@forecasts_api.operation(
    "GET", f"{_PATH}/variants/{{id}}", summary="How many pieces of a variant will be bought", permission="reports.read",
    response=VariantAhead, scope=WHOLE_SHOP, errors=[_NONE],
)  # fmt: skip
def get_variant(req: Request[NoBody, NoQuery]) -> VariantAhead:
    return VariantAhead.of(variant_ahead(req.path["id"]), forecast_made().first, _on_hand().get(req.path["id"]))


def _on_hand() -> dict[str, int]:
    return last_levels(clock.now().astimezone(ZoneInfo(settings().store_timezone)).date())


@forecasts_api.operation(
    "GET", f"{_PATH}/events", summary="What forecasts know ahead", permission="reports.read", query=PageQuery, response=EventPage,
    scope=WHOLE_SHOP,
)  # fmt: skip
def get_events(req: Request[NoBody, PageQuery]) -> EventPage:
    """The latest first."""
    return EventPage.of(events_page(req.query.limit, cursor=req.query.cursor))


@forecasts_api.operation(
    "POST", f"{_PATH}/events", summary="Tell forecasts of an event", permission="reports.write", body=EventIn, response=EventOut,
    status=201, idempotent=ReportsTable, scope=WHOLE_SHOP,
    errors=[(409, "event_known"), (422, "reversed_range"), (422, "range_too_long"), (422, "too_many_events")],
)  # fmt: skip
def post_event(req: Request[EventIn, NoQuery]) -> Reply:
    """Past days teach what an event of that name brings, coming days are forecast by it, from the next night on."""

    def render(event: Event) -> Reply:
        return Reply(EventOut.of(event), 201)

    event = Event(req.body.name, req.body.first, req.body.last, req.caller.actor.id)
    return render(plan_event(event, remember=req.remembering(render)))


@forecasts_api.operation(
    "DELETE", f"{_PATH}/events/{{id}}", summary="Take an event away from forecasts", permission="reports.write", status=204,
    idempotent=ReportsTable, scope=WHOLE_SHOP, errors=[_NONE],
)  # fmt: skip
def delete_event(req: Request[NoBody, NoQuery]) -> Reply:
    def render(_gone: None) -> Reply:
        return Reply(status=204)

    drop_event(req.path["id"], remember=req.remembering(render))
    return render(None)
