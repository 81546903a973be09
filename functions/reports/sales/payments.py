"""How payments went: by method, how many worked, why the others did not, and what money moved."""

from __future__ import annotations

from functions.reports.model.asked import Span
from functions.reports.model.dimensions import Dimension
from functions.reports.model.measures import added
from functions.reports.sales.figures import figures
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class MethodRow:
    """`reasons`: of those that ended unpaid, how many for which."""

    method: str
    currency: str
    sums: dict[str, int]
    reasons: dict[str, int]


def by_method(span: Span, currency: str | None) -> list[MethodRow]:
    sums: dict[tuple[str, str], dict[str, int]] = {}
    reasons: dict[tuple[str, str], dict[str, int]] = {}
    for row in figures(span, (Dimension.METHOD, Dimension.REASON), currency):
        place = row.keys[0], row.currency
        sums[place] = added(sums.get(place, {}), row.sums)
        if failed := row.sums.get("failed_attempts", 0):
            reasons[place] = added(reasons.get(place, {}), {row.keys[1]: failed})
    return [MethodRow(*place, known, dict(sorted(reasons.get(place, {}).items()))) for place, known in sorted(sums.items())]
