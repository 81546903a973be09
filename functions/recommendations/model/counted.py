"""What a night counted. Pure."""

from __future__ import annotations

from dataclasses import field

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Together:
    """`orders` have both; `lift`: how many times as many as if the two had nothing to do with each other."""

    product_id: str
    orders: int
    lift: float


@dataclass(frozen=True)
class Alike:
    """`more`: the share, of who looked at or bought the one, that had the other, less what chance explains."""

    product_id: str
    more: float


@dataclass(frozen=True)
class Neighbours:
    """Of a product. `night` (a day) says by which count."""

    night: str
    together: list[Together] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)


@dataclass(frozen=True)
class Best:
    """`share`: of the orders of the last weeks those that have it."""

    product_id: str
    share: float


@dataclass(frozen=True)
class BestSellers:
    night: str = ""
    products: list[Best] = field(default_factory=list)


@dataclass(frozen=True)
class Clicks:
    """Of a day and a list: how often it was shown, how many of its products were clicked, how many of those were bought in that visit."""

    day: str
    list: str
    shown: int
    clicked: int
    bought: int
