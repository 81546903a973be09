"""Events of the links to an order's page."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OrderLinkRequested:
    """Somebody named the order and what it was placed with; its buyer, nobody else, is sent a new link. channel: email | sms."""

    TYPE: ClassVar[str] = "order.link_requested"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    channel: str


@dataclass(frozen=True)
class OrderLinksRevoked:
    """Links that were sent until now open nothing any more; `times`: how often that was done."""

    TYPE: ClassVar[str] = "order.links_revoked"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    times: int
