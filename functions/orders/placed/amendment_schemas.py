"""How an order shows what staff made of it: amendments, and prices other than the catalogue's."""

from __future__ import annotations

from functions.orders.model.amendments.amendment import AmendmentState
from functions.shared.http.validation import MoneyModel, Schema


class AmendmentLineOut(Schema):
    """How many pieces a line had, and has."""

    line_id: str
    variant_id: str
    sku: str
    before: int
    after: int


class AmendmentOut(Schema):
    """Lines or address were changed. `open`: it counts when `due` is paid, until `expires_at`. `give_back` of what was paid goes back."""

    number: int
    status: AmendmentState
    at: str
    total_before: MoneyModel
    total_after: MoneyModel
    due: MoneyModel
    give_back: MoneyModel
    address_changed: bool
    lines: list[AmendmentLineOut]
    reason: str
    expires_at: str | None
    ended_at: str | None


class PriceOverrideOut(Schema):
    """`was`: the catalogue's price of one piece then. `by`: who of the staff."""

    was: MoneyModel
    reason: str
    by: str
    at: str
