"""The channels of a shop, and where the stock of each lies. Pure."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.selling.sales_channels import WEB, channel_of

ALWAYS = frozenset({"", WEB, "agent", "staff"})
"""Channels that there are without being listed."""


@dataclass(frozen=True)
class Channel:
    """`id`: as API keys, price lists and products name it. `warehouses`: it sells what lies in these alone; empty: in all."""

    id: str
    name: str
    warehouses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channels:
    channels: tuple[Channel, ...] = ()

    @property
    def tell_apart(self) -> bool:
        """Whether what is there depends on the channel."""
        return any(one.warehouses for one in self.channels)

    def warehouses(self, name: str) -> tuple[str, ...]:
        """Empty: all. A channel that is not listed sells from all."""
        return next((one.warehouses for one in self.channels if one.id == channel_of(name)), ())
