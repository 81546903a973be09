"""Events of invoices and Chinese e-invoices, and what is said of taxes on them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from functions.shared.plain.deferred import dataclass


class VatCategory(StrEnum):
    """Why no tax is asked for, as EN 16931 writes it (a part of UNTDID 5305): Z zero rate, E exempt, AE reverse charge, K supply within the
    European Union, G export from it, O outside the scope of the tax."""

    Z = "Z"
    E = "E"
    AE = "AE"
    K = "K"
    G = "G"
    O = "O"  # noqa: E741 — the code's name


@dataclass(frozen=True)
class InvoiceIssued:
    """A document got its number. kind: invoice | credit_note; `total` with its `tax`; `basis_id`: what it takes back or stands in for."""

    TYPE: ClassVar[str] = "invoice.issued"
    VERSION: ClassVar[int] = 1
    invoice_id: str
    number: str
    kind: str
    order_id: str
    entity_id: str
    currency: str
    total: int
    tax: int
    basis_id: str = ""


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
