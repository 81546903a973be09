"""How long what the law wants is kept, by kind of record and market. Pure.

China: transaction records for three years from the end of the transaction (E-Commerce Law, Article 31), invoices as accounting vouchers
for thirty (Administrative Measures for Accounting Archives). The EU has no one period: the longest of the usual ones is ten years from the
end of the year. Elsewhere the period is the shop's to set; ten years until it does. Payments go with their orders unless the shop says
otherwise. That somebody agreed is proven for three years, the period in which claims of the EU's consumers usually lapse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

OTHERS = "*"
"""A market that has no period of its own."""
DEFAULT: Mapping[str, Mapping[str, int]] = {
    "order": {"CN": 3 * 365, OTHERS: 10 * 365},
    "payment": {"CN": 3 * 365, OTHERS: 10 * 365},
    "consent": {OTHERS: 3 * 365},
    "document": {"CN": 30 * 365, OTHERS: 10 * 365},
    "fapiao": {"CN": 30 * 365, OTHERS: 30 * 365},
}
"""Days, by kind of record and country. What is in no row is kept for nobody."""


@dataclass(frozen=True)
class Retention:
    """As the shop set it: what it does not name is as above."""

    days: dict[str, dict[str, int]] = field(default_factory=dict)

    def period(self, kind: str, country: str) -> timedelta:
        known = {**DEFAULT.get(kind, {}), **self.days.get(kind, {})}
        return timedelta(days=known.get(country, known.get(OTHERS, 0)))

    def until(self, kind: str, country: str, since: str) -> datetime:
        """From the end of its year: nobody's period is then too short. The present moment decides whether it is over."""
        year = times.parse(since).year + 1
        return datetime(year, 1, 1, tzinfo=UTC) + self.period(kind, country)
