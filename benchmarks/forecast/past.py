"""A seeded year as the forecast is given it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

from functions.reports.model.forecast.forecast import Past
from functions.reports.model.forecast.series import HORIZON
from infra.history.year import Outcome, Year

ZONE = ZoneInfo("Asia/Shanghai")


def past_of(year: Year) -> Past:
    """Paid orders by day and hour of the store. What is planned is known ahead: campaigns by their names."""
    units: dict[str, list[int]] = {good.variant_id: [0] * year.days for good in year.goods}
    hours = [[0] * 24 for _ in range(year.days)]
    for bought in year.all():
        local = (bought.at + timedelta(seconds=bought.later[0])).astimezone(ZONE)
        place = (local.date() - year.first).days
        if bought.outcome is Outcome.UNPAID or not 0 <= place < year.days:
            continue
        hours[place][local.hour] += 1
        for good, pieces in bought.lines:
            units[year.goods[good].variant_id][place] += pieces
    named = defaultdict(str)
    for number in range(year.days + HORIZON):
        campaign = year.campaign_of(year.first + timedelta(days=number))
        named[number] = campaign.name if campaign else ""
    return Past(year.first, units, hours, [named[number] for number in range(year.days + HORIZON)])
