"""Entry points of the promotions domain.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "coupons.api.api",
        "campaigns.admin_api.admin_api",
        "campaigns.buyer_api.buyer_api",
        "coupons.admin_api.coupon_admin_api",
        "flash_sales.api.flash_api",
        "group_buys.api.group_api",
        "bundles.api.bundle_api",
        "group_buys.admin_api.group_admin_api",
        "campaigns.simulation_api.simulation_api",
    ),
    handlers=(
        "react",
        "run_due",
        "sweep_coupons",
        "work",
    ),
)
