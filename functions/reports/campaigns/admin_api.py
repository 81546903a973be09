"""HTTP operations for staff: what campaigns and coupons brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from functions.reports.campaigns.effects import effects_of
from functions.reports.files.answers import FILES, TOO_MANY, Table, amount_of, told
from functions.reports.files.asking import WRONG, RangeOut, RangeQuery, range_of
from functions.reports.files.pages import page_of
from functions.reports.model.dimensions import Dimension
from functions.reports.model.doing.effect import Effect, Window
from functions.reports.model.measures import added, net_of, profit_of
from functions.shared.auth.scope import WHOLE_SHOP
from functions.shared.http.operation import Api, NoBody, Reply, Request
from functions.shared.http.validation import Schema, SumModel
from functions.shared.outside import clock
from functions.shared.plain.files.csv_rows import Cell
from functions.shared.plain.money import Money

effects_api = Api("reports")
_NAMES = ("subtotal", "discount", "coupon_off", "revenue")
_WINDOWS = ("before", "during", "after")


class EffectQuery(RangeQuery):
    limit: int = Field(100, ge=1, le=1_000)
    cursor: Annotated[str, StringConstraints(max_length=1_000)] | None = None


class WindowOut(RangeOut):
    """The whole shop in these days."""

    orders: int
    net: SumModel


class EffectFigures(Schema):
    """Amounts and `orders` are shared among several of an order by what each took off, so they add up; `orders_with` are all that have it,
    by what its buyers were. `discount` is what lines and orders were reduced by, `coupon_off` what a coupon took."""

    orders: int
    orders_with: int
    new_customers: int
    returning_customers: int
    guests: int
    units: int
    subtotal: SumModel
    discount: SumModel
    coupon_off: SumModel
    revenue: SumModel
    net: SumModel
    profit: SumModel


class EffectRow(EffectFigures):
    """It works from the first to the last day of the range on which an order with it was paid (`during`); `before` and `after` are as many
    days, `after` null while they are not over. `lift`: what the shop's net was more than before, in basis points."""

    key: str | None = Field(description="The campaign's or the coupon's id; null: orders with none.")
    before: WindowOut | None
    during: WindowOut | None
    after: WindowOut | None
    lift: int | None


class EffectReport(RangeOut):
    """Rows add up to `totals`, which are those of the sales report. A comparison with the days around, no proof. What it
    brought beside people who were held out by lot tells `holdout_results` of `…/campaigns/{id}`; of messages, `…/results`."""

    currency: str
    data: list[EffectRow]
    totals: EffectFigures
    next_cursor: str | None = None


@effects_api.operation(
    "GET", "/v1/admin/reports/campaigns", summary="What campaigns brought", permission="reports.read", query=EffectQuery,
    response=EffectReport, scope=WHOLE_SHOP, errors=[*WRONG, TOO_MANY, (400, "invalid_cursor")], own_answers=FILES,
)  # fmt: skip
def get_campaigns(req: Request[NoBody, EffectQuery]) -> Reply:
    """Campaigns of promotions, with the shop before, while and after each worked."""
    return _effects(req, Dimension.CAMPAIGN, "campaigns")


@effects_api.operation(
    "GET", "/v1/admin/reports/coupons", summary="What coupons brought", permission="reports.read", query=EffectQuery,
    response=EffectReport, scope=WHOLE_SHOP, errors=[*WRONG, TOO_MANY, (400, "invalid_cursor")], own_answers=FILES,
)  # fmt: skip
def get_coupons(req: Request[NoBody, EffectQuery]) -> Reply:
    """Coupons, with the shop before, while and after each worked."""
    return _effects(req, Dimension.COUPON, "coupons")


def _effects(req: Request[NoBody, EffectQuery], of: Dimension, name: str) -> Reply:
    span, currency = req.query.asked()
    found = effects_of(span, of, currency, clock.now().astimezone(ZoneInfo(span.zone)).date())

    def page() -> EffectReport:
        asked = {"report": name, **req.query.model_dump(mode="json", exclude={"cursor", "limit"})}
        rows, cursor = page_of(found, _place, asked, cursor=req.query.cursor, limit=req.query.limit)
        data, totals = [_row(one, currency, span.zone) for one in rows], EffectFigures(**_figures(found, currency))
        return EffectReport(**range_of(span), currency=currency, data=data, totals=totals, next_cursor=cursor)

    head = [
        "key",
        *EffectFigures.model_fields,
        *(f"{window}_{part}" for window in _WINDOWS for part in ("from", "to", "orders", "net")),
        "lift",
    ]
    return told(req, page, lambda: Table(name, head, found, lambda some: _cells(some, currency)))


def _place(one: Effect) -> list[object]:
    return [int(one.key == ""), -net_of(one.sums), one.key]


def _figures(some: Sequence[Effect], currency: str) -> dict[str, int | SumModel]:
    sums, people = dict[str, int](), dict[str, int]()
    for one in some:
        sums, people = added(sums, one.sums), added(people, one.orders_with)
    money = {name: sums.get(name, 0) for name in _NAMES} | {"net": net_of(sums), "profit": profit_of(sums)}
    return {
        "orders": sums.get("orders", 0), "orders_with": sum(people.values()), "new_customers": people.get("new", 0),
        "returning_customers": people.get("returning", 0), "guests": people.get("guest", 0), "units": sums.get("units", 0),
        **{name: SumModel.of(Money(amount, currency)) for name, amount in money.items()},
    }  # fmt: skip


def _row(one: Effect, currency: str, zone: str) -> EffectRow:
    windows = {name: _window(getattr(one, name), currency, zone) for name in _WINDOWS}
    return EffectRow(**_figures([one], currency), key=one.key or None, lift=one.lift, **windows)


def _window(window: Window | None, currency: str, zone: str) -> WindowOut | None:
    if window is None:
        return None
    net = SumModel.of(Money(window.net, currency))
    return WindowOut(start=str(window.first), end=str(window.last), timezone=zone, orders=window.orders, net=net)


def _cells(some: Iterable[Effect], currency: str) -> Iterator[list[Cell]]:
    for one in some:
        figures = [
            amount_of(value.amount, currency) if isinstance(value, SumModel) else value for value in _figures([one], currency).values()
        ]
        cells: list[Cell] = [one.key or None, *figures]
        for name in _WINDOWS:
            window: Window | None = getattr(one, name)
            cells += [None] * 4 if window is None else [str(window.first), str(window.last), window.orders, amount_of(window.net, currency)]
        yield [*cells, one.lift]
