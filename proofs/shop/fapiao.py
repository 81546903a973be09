"""A provider of Chinese e-invoices that decides when it is told to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from functions.shared.outside import clock
from functions.shared.plain import times

SECRET = "fapiao-of-proofs"


@dataclass
class Fapiao:
    """The provider of e-invoices: `pending` until it is told to decide."""

    invoices: dict[str, dict[str, Any]] = field(default_factory=dict)

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if (method, path) == ("POST", "/invoices"):
            total = sum(int(row["net"]) + int(row["tax"]) for row in body["rows"])
            return 202, self.invoices.setdefault(body["key"], {"status": "pending", "order": body["order_number"], "total": total})
        found = self.invoices.get(path.rpartition("/")[2])
        return (200, found) if found else (404, {})

    def decide(self, order_number: str) -> list[str]:
        keys = [key for key, one in self.invoices.items() if one["order"] == order_number]
        for key in keys:
            number = str(int(hashlib.sha256(key.encode()).hexdigest(), 16))[:20]
            self.invoices[key] |= {"status": "issued", "number": number, "issued_at": times.iso(clock.now())}
        return keys
