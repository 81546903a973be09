"""Flash sales over HTTP: staff schedules and closes, customers enter."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.pricing import kept_private
from functions.promotions.campaigns.rule_schemas import Moment
from functions.promotions.campaigns.schemas import PageQuery
from functions.promotions.flash_sales import manage as flash_manage
from functions.promotions.flash_sales.enter import Entry, enter, shown_sale
from functions.promotions.flash_sales.manage import SaleState
from functions.promotions.model.flash import MAX_SHARDS, FlashSale, State
from functions.promotions.offers.groups_of import asker_of
from functions.promotions.store.flash_quota import sold_out
from functions.promotions.store.records import PromotionsTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.validation import LocalizedText, Metadata, MoneyModel, Price, Schema
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.i18n import localized

flash_api = Api("flash sales")
READ, WRITE = "promotions.read", "promotions.write"
_MISSING = (404, "not_found")


class FlashSaleIn(Schema):
    """Times without a zone are on the store's clock. The quota is taken out of the ordinary stock until the sale is closed."""

    name: LocalizedText
    variant_id: Annotated[str, StringConstraints(pattern=r"^var_[0-9A-HJKMNP-TV-Z]{26}$")] = Field(
        examples=["var_01JD0000000000000000000000"]
    )
    price: Price
    quota: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    per_customer: Annotated[int, Field(strict=True, ge=1, le=999)] = 1
    opens_at: Moment
    closes_at: Moment = Field(examples=["2039-11-11T01:00:00"])
    shards: Annotated[int, Field(strict=True, ge=1, le=MAX_SHARDS)] = Field(default=8, description="Over how many keys the quota lies.")
    combinable: bool = Field(default=False, description="Whether other promotions apply to its lines too.")
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    def sale(self) -> FlashSale:
        return FlashSale(
            id=fresh.new_id("fls"),
            name=self.name,
            variant_id=self.variant_id,
            price=self.price.amount,
            currency=self.price.currency,
            quota=self.quota,
            per_customer=self.per_customer,
            opens_at=times.parse(self.opens_at),
            closes_at=times.parse(self.closes_at),
            shards=min(self.shards, self.quota),
            created_at=times.iso(clock.now()),
            combinable=self.combinable,
            metadata=self.metadata,
            private_metadata=self.private_metadata,
        )


class FlashSaleOut(Schema):
    id: str
    name: dict[str, str]
    state: State
    version: int
    variant_id: str
    price: MoneyModel
    quota: int
    left: int | None
    per_customer: int
    opens_at: str
    closes_at: str
    shards: int
    combinable: bool
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, state: SaleState) -> FlashSaleOut:
        sale = state.sale
        return cls(
            state=sale.state(clock.now()),
            version=state.version,
            price=MoneyModel.shown(sale.price, sale.currency),
            left=state.left,
            opens_at=times.iso(sale.opens_at),
            closes_at=times.iso(sale.closes_at),
            **{name: getattr(sale, name) for name in _PLAIN},
        )


_PLAIN = ("id", "name", "variant_id", "quota", "per_customer", "shards", "combinable", "metadata", "private_metadata")


class FlashSalesOut(Schema):
    data: list[FlashSaleOut]
    next_cursor: str | None


class ShopFlashSale(Schema):
    """What shoppers see. `server_time` sets their countdown."""

    id: str
    name: str
    state: State
    sold_out: bool
    variant_id: str
    price: MoneyModel
    per_customer: int
    opens_at: str
    closes_at: str
    server_time: str


class TokenOut(Schema):
    """Put `token` into the cart (PUT /v1/carts/{id}/flash_token) and place the order before `valid_until`."""

    flash_sale_id: str
    token: str
    valid_until: str
    price: MoneyModel
    per_customer: int


def _reply(state: SaleState, status: int = 200) -> Reply:
    return Reply(FlashSaleOut.of(state), status, etag=str(state.version))


@flash_api.operation(
    "POST", "/v1/admin/flash_sales", summary="Schedule a flash sale", permission=WRITE, body=FlashSaleIn, response=FlashSaleOut,
    status=201, idempotent=PromotionsTable, errors=[(409, "out_of_stock"), (422, "end_before_start"), (422, "in_the_past"),
            (422, "price_below_floor"), (422, "no_rate"), (422, "currency_not_offered"), (422, "unknown_variant")],
)  # fmt: skip
def schedule(req: Request[FlashSaleIn, NoQuery]) -> Reply:
    state = flash_manage.schedule(
        req.body.sale(),
        actor=req.caller.actor,
        override=req.caller.may("price.override"),
        remember=req.remembering(lambda made: _reply(made, 201)),
    )
    return _reply(state, 201)


@flash_api.operation(
    "GET", "/v1/admin/flash_sales", summary="Flash sales, latest opening first", permission=READ, query=PageQuery, response=FlashSalesOut
)
def list_all(req: Request[NoBody, PageQuery]) -> FlashSalesOut:
    page = flash_manage.list_sales(limit=req.query.limit, cursor=req.query.cursor)
    return FlashSalesOut(data=[FlashSaleOut.of(state) for state in page.data], next_cursor=page.next_cursor)


@flash_api.operation(
    "GET", "/v1/admin/flash_sales/{id}", summary="One flash sale, and how many are left", permission=READ, response=FlashSaleOut,
    errors=[_MISSING],
)  # fmt: skip
def read(req: Request[NoBody, NoQuery]) -> Reply:
    return _reply(flash_manage.read(req.path["id"]))


@flash_api.operation(
    "POST", "/v1/admin/flash_sales/{id}/close", summary="Close a flash sale", permission=WRITE, response=FlashSaleOut,
    idempotent=PromotionsTable, errors=[_MISSING],
)  # fmt: skip
def close(req: Request[NoBody, NoQuery]) -> Reply:
    """What is left goes back to the stock. Happens by itself within a minute after `closes_at`."""
    return _reply(flash_manage.close(req.path["id"], actor=req.caller.actor, remember=req.remembering(_reply)))


@flash_api.operation(
    "GET", "/v1/flash_sales/{id}", summary="A flash sale", response=ShopFlashSale, errors=[_MISSING], cache="public, max-age=1",
    headers=("Accept-Language",),
)  # fmt: skip
def show(req: Request[NoBody, NoQuery]) -> Reply:
    (sale, own), now = shown_sale(req.path["id"], asker_of(req.caller)), clock.now()
    view = ShopFlashSale(
        id=sale.id,
        name=localized(sale.name, req.languages),
        state=sale.state(now),
        sold_out=sold_out(sale),
        variant_id=sale.variant_id,
        price=MoneyModel.shown(sale.price, sale.currency),
        per_customer=sale.per_customer,
        opens_at=times.iso(sale.opens_at),
        closes_at=times.iso(sale.closes_at),
        server_time=times.iso(now),
    )
    return kept_private(view, for_some=own)


def _entry(entry: Entry) -> Reply:
    price = MoneyModel.shown(entry.sale.price, entry.sale.currency)
    limit = entry.sale.per_customer
    until = times.iso(entry.valid_until)
    return Reply(TokenOut(flash_sale_id=entry.sale.id, token=entry.token, valid_until=until, price=price, per_customer=limit), 201)


@flash_api.operation(
    "POST", "/v1/flash_sales/{id}/tokens", summary="Enter a flash sale", permission="customer", response=TokenOut, status=201,
    idempotent=PromotionsTable,
    errors=[_MISSING, (409, "flash_not_open"), (409, "flash_closed"), (409, "flash_sold_out"), (409, "flash_limit"),
            (429, "flash_wait"), (429, "flash_busy")],
)  # fmt: skip
def take_token(req: Request[NoBody, NoQuery]) -> Reply:
    """One at a time, every two seconds at most. 429 says when to come again; 409 `flash_sold_out` can end when an order is cancelled."""
    return _entry(enter(req.path["id"], req.caller.id, asker_of(req.caller), remember=req.remembering(_entry)))
