"""Favourites and history over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.catalog.products.schemas import MarketQuery, ProductView
from functions.catalog.remembered.entries import Entry
from functions.shared.http.moments import MomentText
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.plain.pages import Page
from functions.stock import OUT

ProductId = Annotated[str, StringConstraints(pattern=r"^prod_[0-9A-HJKMNP-TV-Z]{26}$")]


class RememberedQuery(PageQuery, MarketQuery):
    pass


class GuestEntryIn(Schema):
    product_id: ProductId
    at: MomentText = Field(description="When it was kept, or looked at last.")


class GuestEntriesIn(Schema):
    entries: list[GuestEntryIn] = Field(max_length=100, description="The newest first.")

    def theirs(self) -> list[Entry]:
        return [Entry(one.product_id, one.at) for one in self.entries]


class RememberedOut(Schema):
    """`saleable`: it can be bought now. `product`: as it is now; null: it is not on sale any more."""

    product_id: str
    at: str
    saleable: bool
    product: ProductView | None


class RememberedPage(Schema):
    data: list[RememberedOut]
    next_cursor: str | None


class CountOut(Schema):
    count: int = Field(description="How many there are now.")


def page_view(page: Page[Entry], there: dict[str, ProductView]) -> RememberedPage:
    return RememberedPage(data=[_row(one, there.get(one.product_id)) for one in page.data], next_cursor=page.next_cursor)


def _row(one: Entry, product: ProductView | None) -> RememberedOut:
    saleable = product is not None and product.stock_state != OUT
    return RememberedOut(product_id=one.product_id, at=one.at, saleable=saleable, product=product)
