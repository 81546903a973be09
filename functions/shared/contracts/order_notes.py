"""Events of what integrations and staff keep on orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class OrderEdited:
    """Staff changed what integrations keep on it: which of `metadata`, `private_metadata` and `custom_fields`; public values stand in the
    envelope."""

    TYPE: ClassVar[str] = "order.edited"
    VERSION: ClassVar[int] = 1
    order_id: str
    number: str
    fields: list[str] = field(default_factory=list)
