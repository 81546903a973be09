"""Events of cases: what people must look at. That one opens is told by `shipment.exception`."""

from __future__ import annotations

from typing import ClassVar

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CaseClosed:
    """A case is over. `because`: what ended it, in a word (scanned, delivered, booked, packed, refund_ended …; `resolved`: by staff).
    `closed_by`: the kind of who did what ended it. What staff wrote is
    not told."""

    TYPE: ClassVar[str] = "case.closed"
    VERSION: ClassVar[int] = 1
    case_id: str
    order_id: str
    number: str
    shipment_id: str
    kind: str
    because: str
    closed_by: str
