"""For whom a product is. Pure: who asks comes in, and says which groups they are in only when that decides."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Protocol

from functions.shared.plain.deferred import dataclass
from functions.shared.plain.selling.sales_channels import WEB, channel_of


class Asker(Protocol):
    """Who asks. `asks`: there is somebody; else it is an answer for everybody, which shows nothing that is not."""

    @property
    def channel(self) -> str: ...
    @property
    def asks(self) -> bool: ...
    def every_group(self) -> AbstractSet[str]: ...


@dataclass(frozen=True)
class Visibility:
    """`groups`: for customers who are in one of them; `channels`: for whoever comes through one of them; empty: for all."""

    groups: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.groups and not self.channels

    @property
    def on_the_web(self) -> bool:
        """Whether anybody without a key may see it."""
        return not self.groups and (not self.channels or WEB in self.channels)

    def is_for(self, who: Asker) -> bool:
        if self.is_open:
            return True
        if not who.asks or (self.channels and channel_of(who.channel) not in self.channels):
            return False
        return not self.groups or not who.every_group().isdisjoint(self.groups)
