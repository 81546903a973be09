"""Events of Chinese e-invoices."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class FapiaoRequested:
    """An e-invoice is wanted: blue, or a red one (`blue_id`) for `reason` 01 to 04. Also when one that failed is tried again."""

    TYPE: ClassVar[str] = "fapiao.requested"
    VERSION: ClassVar[int] = 1
    fapiao_id: str
    order_id: str
    colour: str
    reason: str = ""
    blue_id: str = ""


@dataclass(frozen=True)
class FapiaoIssued:
    """`total` with its `tax`; of a red one what it takes back."""

    TYPE: ClassVar[str] = "fapiao.issued"
    VERSION: ClassVar[int] = 1
    fapiao_id: str
    order_id: str
    colour: str
    number: str
    total: int
    tax: int
    blue_id: str = ""


@dataclass(frozen=True)
class FapiaoFailed:
    """The provider or the tax bureau said no for good; the reason stands at the e-invoice, staff read it."""

    TYPE: ClassVar[str] = "fapiao.failed"
    VERSION: ClassVar[int] = 1
    fapiao_id: str
    order_id: str
    colour: str


@dataclass(frozen=True)
class FapiaoLoginExpired:
    """The seller's session at the tax bureau is over: e-invoices wait until somebody signs in there. Told once for each time."""

    TYPE: ClassVar[str] = "fapiao.login_expired"
    VERSION: ClassVar[int] = 1
    entity_id: str
    entity_name: str
    provider: str
