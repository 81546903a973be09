"""Schedule `reports-hourly`: days that changed, those that are over, months; best sellers and parcels, come what may."""

from __future__ import annotations

from typing import Any

from functions.reports.closing.close_days import close_days
from functions.reports.couriers.count_weeks import count_parcels
from functions.reports.sales.best_sellers import tell_best_sellers
from functions.reports.sales.count_days import count_days
from functions.reports.sales.merge_months import merge_months
from functions.shared.events.runs import by_the_clock


@by_the_clock
def rollup_hourly(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    try:
        return {"hours": count_days(), "closed": close_days(), "months": merge_months()}
    finally:
        try:
            tell_best_sellers()
        finally:
            count_parcels()
