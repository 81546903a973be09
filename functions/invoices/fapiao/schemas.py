"""Chinese e-invoices as they are sent and shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from functions.invoices.model.fapiao import Colour, Fapiao, FapiaoState, RedReason
from functions.invoices.model.fapiao_rows import FapiaoRow, RowKind
from functions.invoices.titles.schemas import TitleIn, TitleOut
from functions.shared.http.input_types import Code
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import MoneyModel, Schema
from functions.shared.plain.pages import Page

GoodsCode = Annotated[str, StringConstraints(pattern=r"^([1-6][0-9]{18})?$")]
_CURRENCY = "CNY"


class FapiaoIn(Schema):
    """With a title of the customer's book, or with one that is written here."""

    title_id: Code | None = Field(None, description="Of `/v1/invoice_titles`; for signed-in customers.", examples=[None])
    title: TitleIn | None = None

    @model_validator(mode="after")
    def _one_title(self) -> FapiaoIn:
        if (self.title_id is None) is (self.title is None):
            raise ValueError("either title_id or title")
        return self


class StaffFapiaoIn(Schema):
    title: TitleIn


class TakeBackIn(Schema):
    reason: RedReason = Field(description="01 issued in error, 02 goods came back, 03 the service ended, 04 a rebate.", examples=["01"])


class GoodsCodeModel(Schema):
    """19 digits of the state's list of goods and services; empty: none of its own."""

    code: GoodsCode = Field(examples=["1060105020000000000"])


class FapiaoOut(Schema):
    """`total` with its `tax`; of a red one what it takes back. `file_url`: where it is read, once it is issued."""

    id: str
    order_id: str
    colour: Colour
    status: FapiaoState
    title: TitleOut
    total: MoneyModel
    tax: MoneyModel
    requested_at: str
    number: str | None
    issued_at: str | None
    file_url: str | None
    reason: RedReason | None = Field(description="Of a red one.")
    blue_number: str | None = Field(description="Of a red one: what it takes back.")


class FapiaoListOut(Schema):
    """`may_request`: whether one can be requested now."""

    data: list[FapiaoOut]
    may_request: bool
    next_cursor: str | None = None


class FapiaoRowOut(Schema):
    """`unit_price`: without tax, a decimal text with the digits that it takes. Of money that is for no piece there is none."""

    line_id: str
    kind: RowKind
    title: str
    goods_code: str
    quantity: int | None
    unit_price: str | None
    net: MoneyModel
    tax: MoneyModel
    rate: str

    @classmethod
    def of(cls, row: FapiaoRow) -> FapiaoRowOut:
        return cls(
            line_id=row.id,
            kind=row.kind,
            title=row.title,
            goods_code=row.code,
            quantity=row.quantity or None,
            unit_price=row.unit_price or None,
            net=MoneyModel.shown(row.net, _CURRENCY),
            tax=MoneyModel.shown(row.tax, _CURRENCY),
            rate=row.rate,
        )


class FapiaoDetailOut(FapiaoOut):
    """`failed_because`: in the provider's words. `confirmation`: of the tax bureau for a red one. `next_try`: when the provider is asked
    again."""

    order_number: str
    entity_id: str
    provider: str
    rows: list[FapiaoRowOut]
    failed_because: str | None
    confirmation: str | None
    next_try: str | None


class FapiaoPage(Schema):
    data: list[FapiaoDetailOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Fapiao]) -> FapiaoPage:
        return cls(data=[fapiao_detail(one) for one in page.data], next_cursor=page.next_cursor)


class FapiaoQuery(PageQuery):
    status: FapiaoState | Literal["all"] = Field(FapiaoState.LOGIN_EXPIRED, description="The oldest of these first.")


def fapiao_out(one: Fapiao) -> FapiaoOut:
    return FapiaoOut(**_told(one))


def fapiao_detail(one: Fapiao) -> FapiaoDetailOut:
    return FapiaoDetailOut(
        **_told(one),
        order_number=one.order_number,
        entity_id=one.entity_id,
        provider=one.provider,
        rows=[FapiaoRowOut.of(row) for row in one.rows],
        failed_because=one.failed_because or None,
        confirmation=one.confirmation or None,
        next_try=one.due_at or None,
    )


def _told(one: Fapiao) -> dict[str, object]:
    kept = {name: getattr(one, name) for name in ("id", "order_id", "colour", "requested_at")}
    empty = {name: getattr(one, name) or None for name in ("number", "issued_at", "file_url", "reason", "blue_number")}
    sums = {"total": MoneyModel.shown(one.sums.gross, _CURRENCY), "tax": MoneyModel.shown(one.sums.tax, _CURRENCY)}
    return {**kept, **empty, **sums, "status": one.state, "title": TitleOut.of(one.title)}
