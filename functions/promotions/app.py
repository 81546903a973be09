"""Entry points of the promotions domain: the HTTP app, queue consumers and the schedule."""

from __future__ import annotations

from typing import Any

from functions.promotions import consumers
from functions.promotions.campaigns.admin_api import admin_api
from functions.promotions.campaigns.buyer_api import buyer_api
from functions.promotions.campaigns.simulation_api import simulation_api
from functions.promotions.coupons.admin_api import coupon_admin_api
from functions.promotions.coupons.api import api
from functions.promotions.flash_sales.api import flash_api
from functions.shared.http.app import make_app
from functions.shared.outside.time_left import in_time

app = make_app("promotions", api, admin_api, buyer_api, coupon_admin_api, flash_api, simulation_api)


@in_time
def react(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `promotion-events`: order.paid, payment.refunded, customer.registered."""
    return consumers.react(event)


def sweep_coupons(_event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Schedule `coupons-expire`: what is due goes onto the queue `promotion-due`."""
    return consumers.sweep()


@in_time
def run_due(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `promotion-due`: tell, expire, close; each once."""
    return consumers.run_due(event)


@in_time
def work(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Queue `promotion-jobs`: batches of codes, simulations."""
    return consumers.work(event)
