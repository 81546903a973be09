"""Invented orders, the facts and counted days that are made of them, for recounts in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from functions.reports.model.cells import cells_of
from functions.reports.model.facts import Dims, Fact, FactKind, Piece
from functions.reports.store.cells_base import parquet_of
from functions.shared.plain import times

ZONE = "Asia/Shanghai"


@dataclass
class Sold:
    """An order, paid at `at`; `back`: when and how much was taken back."""

    id: str
    at: datetime
    buyer: str
    customer: str
    currency: str
    amount: int
    off: dict[str, int]
    back: list[tuple[datetime, int]] = field(default_factory=list)


def orders(seed: int, many: int = 300, days: int = 40) -> list[Sold]:
    chance, found, firsts = Random(seed), list[Sold](), dict[int, str]()
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for at in sorted(start + timedelta(minutes=chance.randrange(days * 1440)) for _ in range(many)):
        number, who = f"ord_{len(found):04}", chance.randrange(60)
        first = firsts.setdefault(who, number) if who else ""
        customer = "guest" if not who else "new" if first == number else "returning"
        off = {name: chance.randint(1, 500) for name in ("spring", "tea", "late") if chance.random() < 0.2}
        one = Sold(number, at, first, customer, chance.choice(["CNY", "CNY", "JPY"]), chance.choice([1000, 2000, 9900]), off)
        if chance.random() < 0.3:
            later = at + timedelta(hours=chance.randrange(200))
            one.back.append((later, one.amount if chance.random() < 0.5 else chance.randrange(one.amount)))
        found.append(one)
    return found


def files(known: list[Sold], folder: Path) -> list[Path]:
    """As the hourly count writes them: a file for each day of UTC, without sums where there are few rows."""
    cells = defaultdict[str, list[dict[str, str | int]]](list)
    for one in known:
        dims = Dims("web", "CN", one.customer, coupons=one.off, campaigns=one.off, buyer=one.buyer)
        whole = Piece({"orders": 1, "units": 1, "subtotal": one.amount, "revenue": one.amount}, "line_1", "prod_1", "SKU-1")
        facts = [Fact(f"{one.id}s", FactKind.SALE, times.iso(one.at), one.id, one.currency, ZONE, [whole])]
        for at, amount in one.back:
            taken = Piece({"refunds": amount, "taken_back": amount}, "line_1", "prod_1", "SKU-1")
            facts.append(Fact(f"{one.id}r", FactKind.REFUND, times.iso(at), one.id, one.currency, ZONE, [taken]))
        for fact in facts:
            cells[fact.at[:10]] += cells_of(fact, dims, "stripe")
    found = []
    for day, rows in sorted(cells.items()):
        path = folder / f"{day}.parquet"
        path.write_bytes(parquet_of(rows, with_sums=False))
        found.append(path)
    return found
