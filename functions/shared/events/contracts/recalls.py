"""Events of recalls: opened, told to a buyer, answered, done, closed."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class RecallOpened:
    """From this moment nothing of the variants is sold."""

    TYPE: ClassVar[str] = "recall.opened"
    VERSION: ClassVar[int] = 1
    recall_id: str
    variant_ids: list[str]
    sold_from: str = ""
    sold_until: str = ""
    sent_from: str = ""
    sent_until: str = ""


@dataclass(frozen=True)
class RecallTold:
    """The buyer of an order that holds recalled pieces is to be told. Once for an order and a recall. `product`, `hazard`, `action`, `lot`:
    texts by language. `goods_back`: what is paid back or replaced comes back to the shop."""

    TYPE: ClassVar[str] = "recall.told"
    VERSION: ClassVar[int] = 1
    notice_id: str
    recall_id: str
    order_id: str
    number: str
    pieces: dict[str, int]
    product: dict[str, str]
    hazard: dict[str, str]
    action: dict[str, str]
    remedies: list[str]
    goods_back: bool
    lot: dict[str, str] = field(default_factory=dict)
    sold_from: str = ""
    sold_until: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    sent_from: str = ""
    sent_until: str = ""


@dataclass(frozen=True)
class RecallAnswered:
    """A buyer chose a remedy; `case_id`: the case that brings it."""

    TYPE: ClassVar[str] = "recall.answered"
    VERSION: ClassVar[int] = 1
    notice_id: str
    recall_id: str
    order_id: str
    remedy: str
    case_id: str


@dataclass(frozen=True)
class RecallClosed:
    """`on_sale_again`: its variants are for sale again, unless another recall stops them."""

    TYPE: ClassVar[str] = "recall.closed"
    VERSION: ClassVar[int] = 1
    recall_id: str
    variant_ids: list[str]
    on_sale_again: bool
