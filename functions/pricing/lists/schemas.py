"""Price lists, as staff send and read them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from functions.pricing.model.price_list import PriceList, PriceLists
from functions.shared.documents.document import Versioned
from functions.shared.http.input_types import CustomerGroup, SalesChannel
from functions.shared.http.moments import Moment
from functions.shared.http.validation import Currency, Schema, ShortName, Slug
from functions.shared.plain import times

MOST = 50
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]


class PriceListModel(Schema):
    """Of the lists that are for a shopper and have a price for so many pieces, that one counts which names more of groups, markets,
    channels and a period; then the one of the higher priority; then the lower price; then the code that comes first."""

    code: Code = Field(examples=["gold"], description="Told beside every price that is from this list, and kept with the order.")
    name: ShortName = Field(examples=["Gold members"])
    currency: Currency = Field(examples=["CNY"])
    groups: list[CustomerGroup] = Field(
        default=[],
        max_length=MOST,
        description="Of customers who are signed in, and `level:<code>` for members of a level. Empty: for all.",
        examples=[["level:gold"]],
    )
    markets: list[Slug] = Field(default=[], max_length=MOST, description="Codes of markets. Empty: in all, and in none.")
    channels: list[SalesChannel] = Field(default=[], max_length=MOST, description="`web` without a key. Empty: through all.")
    starts_at: Moment | None = Field(None, examples=["2026-11-11T00:00:00Z"])
    ends_at: Moment | None = Field(None, description="From then on it is over. Null: it has no end.", examples=["2026-11-12T00:00:00Z"])
    priority: int = Field(0, strict=True, ge=-1000, le=1000)
    enabled: bool = Field(True, strict=True)

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise PydanticCustomError("ends_before_it_starts", "A list ends after it starts.")
        return self

    def wanted(self) -> PriceList:
        return PriceList(
            self.code, self.name, self.currency, _each_once(self.groups), _each_once(self.markets), _each_once(self.channels),
            _text(self.starts_at), _text(self.ends_at), self.priority, self.enabled,
        )  # fmt: skip

    @classmethod
    def of(cls, one: PriceList) -> PriceListModel:
        names = {name: list(getattr(one, name)) for name in ("groups", "markets", "channels")}
        return cls.model_validate(vars(one) | names | {"starts_at": one.starts_at or None, "ends_at": one.ends_at or None})


class PriceListsModel(Versioned):
    """All price lists of the shop. What a list asks for a variant is set per variant."""

    price_lists: Annotated[list[PriceListModel], Field(max_length=200)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        codes = [one.code for one in self.price_lists]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise PydanticCustomError("named_twice", "{names} stands there more than once.", {"names": ", ".join(twice)})
        return self

    def wanted(self) -> PriceLists:
        return PriceLists(tuple(one.wanted() for one in self.price_lists))


class PriceListsView(PriceListsModel):
    version: int = Field(description="0 until they are set for the first time.")

    @classmethod
    def of(cls, lists: PriceLists, version: int) -> PriceListsView:
        return cls(price_lists=[PriceListModel.of(one) for one in lists.lists], version=version)


def _each_once(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _text(moment: datetime | None) -> str:
    return times.iso(moment) if moment else ""
