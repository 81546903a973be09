"""What somebody of staff wrote on an order, for the others. Pure."""

from __future__ import annotations

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class OrderNote:
    """`author`: who wrote it first, who alone (or who may change orders) changes it; `edited_by`: who changed it last."""

    id: str
    text: str
    author: str
    written_at: str
    edited_by: str = ""
    edited_at: str = ""
