"""Group buys as they come in and go out."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.promotions.campaigns.rule_schemas import Moment
from functions.promotions.group_buys.manage import DealState
from functions.promotions.model.group_buy import MAX_SIZE, Group, GroupBuy, GroupState, State
from functions.shared.http.validation import LocalizedText, Metadata, MoneyModel, Price, Schema
from functions.shared.outside import clock, fresh
from functions.shared.plain import times


class GroupBuyIn(Schema):
    """Times without a zone are on the store's clock. The stock of each order is reserved when it is placed, as of any order."""

    name: LocalizedText
    variant_id: Annotated[str, StringConstraints(pattern=r"^var_[0-9A-HJKMNP-TV-Z]{26}$")] = Field(
        examples=["var_01JD0000000000000000000000"]
    )
    price: Price
    leader_price: Annotated[int, Field(strict=True, ge=1)] | None = Field(
        default=None, description="For who begins a group, in minor units of the price's currency; else the same price.", examples=[7000]
    )
    size: Annotated[int, Field(strict=True, ge=2, le=MAX_SIZE)] = Field(description="How many paid members a group needs.", examples=[3])
    hours: Annotated[int, Field(strict=True, ge=1, le=168)] = Field(default=24, description="From the first payment on.")
    per_customer: Annotated[int, Field(strict=True, ge=1, le=999)] = Field(default=1, description="Pieces, over all groups.")
    opens_at: Moment
    closes_at: Moment = Field(examples=["2039-11-11T01:00:00"])
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    def deal(self) -> GroupBuy:
        return GroupBuy(
            id=fresh.new_id("gby"),
            name=self.name,
            variant_id=self.variant_id,
            price=self.price.amount,
            leader_price=self.price.amount if self.leader_price is None else self.leader_price,
            currency=self.price.currency,
            size=self.size,
            hours=self.hours,
            per_customer=self.per_customer,
            opens_at=times.parse(self.opens_at),
            closes_at=times.parse(self.closes_at),
            created_at=times.iso(clock.now()),
            metadata=self.metadata,
            private_metadata=self.private_metadata,
        )


class GroupOut(Schema):
    """Nobody sees who its members are. `server_time` sets a countdown to `expires_at`."""

    id: str
    group_buy_id: str
    state: GroupState
    size: int
    paid: int = Field(description="Members who have paid.")
    missing: int
    began_at: str
    expires_at: str
    ended_at: str | None
    server_time: str

    @classmethod
    def of(cls, group: Group) -> GroupOut:
        return cls(
            id=group.id,
            group_buy_id=group.group_buy_id,
            state=group.state,
            size=group.size,
            paid=len(group.seats),
            missing=group.missing,
            began_at=group.began_at,
            expires_at=group.expires_at,
            ended_at=group.ended_at or None,
            server_time=times.iso(clock.now()),
        )


class GroupBuyOut(Schema):
    id: str
    name: dict[str, str]
    state: State
    version: int
    variant_id: str
    price: MoneyModel
    leader_price: MoneyModel
    size: int
    hours: int
    per_customer: int
    opens_at: str
    closes_at: str
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})

    @classmethod
    def of(cls, state: DealState) -> GroupBuyOut:
        deal = state.deal
        return cls(
            state=deal.state(clock.now()),
            version=state.version,
            price=MoneyModel.shown(deal.price, deal.currency),
            leader_price=MoneyModel.shown(deal.leader_price, deal.currency),
            opens_at=times.iso(deal.opens_at),
            closes_at=times.iso(deal.closes_at),
            **{name: getattr(deal, name) for name in _PLAIN},
        )


_PLAIN = ("id", "name", "variant_id", "size", "hours", "per_customer", "metadata", "private_metadata")


class GroupBuysOut(Schema):
    data: list[GroupBuyOut]
    next_cursor: str | None


class ShopGroupBuy(Schema):
    """What shoppers see, with open groups that can be joined, the first that end."""

    id: str
    name: str
    state: State
    variant_id: str
    price: MoneyModel
    leader_price: MoneyModel
    size: int
    hours: int
    per_customer: int
    opens_at: str
    closes_at: str
    groups: list[GroupOut]
    server_time: str
