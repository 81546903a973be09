"""Channels, as staff send and read them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from functions.pricing.model.channels import Channel, Channels
from functions.pricing.model.price_list import PriceLists
from functions.shared.documents.document import Versioned
from functions.shared.http.input_types import SalesChannel
from functions.shared.http.validation import Schema, ShortName, Slug


class ChannelModel(Schema):
    """An API key is bound to a channel by naming it; so do price lists that are for it, and products that are for sale in it only. Without
    a key it is `web`; agents are `agent`, drafts of staff `staff`."""

    id: SalesChannel = Field(examples=["pos-berlin"])
    name: ShortName = Field(examples=["Shop in Berlin"])
    warehouses: list[Slug] = Field(
        default=[],
        max_length=20,
        description="It sells what lies in these alone: what is shown as available, set aside and sent. Empty: what lies anywhere.",
        examples=[["main"]],
    )

    def wanted(self) -> Channel:
        return Channel(self.id, self.name, tuple(dict.fromkeys(self.warehouses)))


class ChannelsModel(Versioned):
    """All channels. One that is not listed sells from all warehouses."""

    channels: Annotated[list[ChannelModel], Field(max_length=50)]

    @model_validator(mode="after")
    def _once(self) -> ChannelsModel:
        names = [one.id for one in self.channels]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise PydanticCustomError("named_twice", "{names} stands there more than once.", {"names": ", ".join(twice)})
        return self

    def wanted(self) -> Channels:
        return Channels(tuple(one.wanted() for one in self.channels))


class ChannelView(ChannelModel):
    price_lists: list[str] = Field(default=[], description="Codes of the price lists that name it.")


class ChannelsView(Versioned):
    channels: list[ChannelView]
    version: int = Field(description="0 until they are set for the first time.")

    @classmethod
    def of(cls, found: Channels, lists: PriceLists, version: int) -> ChannelsView:
        def view(one: Channel) -> ChannelView:
            named = [a_list.code for a_list in lists.lists if one.id in a_list.channels]
            return ChannelView(id=one.id, name=one.name, warehouses=list(one.warehouses), price_lists=named)

        return cls(channels=[view(one) for one in found.channels], version=version)
