"""Whom a campaign chooses among some people, at one moment: the same when it is sent and when staff ask beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.marketing.model.campaign import Campaign, Kind, Recipient
from functions.marketing.model.known import Known
from functions.marketing.model.rule import matches
from functions.marketing.store.recipients import told_before
from functions.shared.plain import times


def chosen(campaign: Campaign, rule: Mapping[str, Any], people: Iterable[Known], now: datetime) -> tuple[list[Recipient], int]:
    """In their order, with the group that each is in; and how many more match, whom the series told already."""
    fitting = [one.id for one in people if matches(rule, one, now) and (one.has_account or campaign.kind is Kind.MESSAGE)]
    before = told_before(campaign.series, fitting)
    again_from = times.iso(now - timedelta(days=campaign.once_in_days)) if campaign.once_in_days else ""
    new = [
        Recipient(campaign.id, one, campaign.group_of(one), times.iso(now), version=known.version if known else 0)
        for one in fitting
        if (known := before.get(one)) is None or known.at < again_from
    ]
    return new, len(fitting) - len(new)
