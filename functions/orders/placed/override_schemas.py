"""How staff see that a line was sold at another price than the catalogue's."""

from __future__ import annotations

from functions.shared.http.validation import MoneyModel, Schema


class PriceOverrideOut(Schema):
    """`was`: the catalogue's price of one piece then. `by`: who of the staff."""

    was: MoneyModel
    reason: str
    by: str
    at: str
