"""Entry points of the reports domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "sales.admin_api.admin_api",
        "buyers.admin_api.buyers_api",
        "buyers.purchases_api.purchases_api",
        "campaigns.admin_api.effects_api",
        "couriers.admin_api.couriers_api",
        "experiments.api.experiments_api",
        "experiments.admin_api.experiments_admin_api",
        "exports.admin_api.exports_api",
        "events.api.events_api",
        "quality.admin_api.quality_api",
        "rollups.admin_api.rollups_api",
        "closing.admin_api.closing_api",
        "sales.costs_api.costs_api",
        "sales.payments_api.payments_api",
        "detection.admin_api.findings_api",
        "forecasts.admin_api.forecasts_api",
        "spend.admin_api.spend_api",
        "turnover.admin_api.turnover_api",
        "live.admin_api.live_api",
        "packs.admin_api.packs_api",
        "packs.mails_api.mails_api",
        "rollups.product_api.product_api",
    ),
    handlers=(
        "attribution_nightly",
        "detection_hourly",
        "forecast_nightly",
        "lake_events",
        "lake_hourly",
        "record_facts",
        "report_jobs",
        "report_mails",
        "rollup_hourly",
    ),
)
