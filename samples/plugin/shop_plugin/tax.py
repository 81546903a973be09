"""The tax service `tenth`: a tenth of everything, on top, wherever it goes. It asks nobody, so it needs no time limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Tenth:
    def taxes(self, goods: Mapping[str, Any], *, time_limit: float) -> list[dict[str, Any]]:  # noqa: ARG002 — of those who ask somebody
        amounts = [(one["id"], one["amount"]) for one in goods["lines"]] + [(None, goods["shipping"])]
        tenth = {"code": "tenth", "title": "Tithe", "included": False, "rate": "0.1"}
        return [{**tenth, "line_id": line, "amount": (amount + 5) // 10} for line, amount in amounts if amount]
