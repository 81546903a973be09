"""Entry points of the orders domain: HTTP, queues and schedules.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=(
        "carts.api.cart_api",
        "carts.coupon_api.cart_coupon_api",
        "carts.left.page_api.cart_page_api",
        "carts.left.restore_api.cart_restore_api",
        "carts.tenders.api.cart_tender_api",
        "carts.bundles.api.cart_bundle_api",
        "carts.whole_cart_api.whole_cart_api",
        "checkout.api.checkout_api",
        "checkout.express_api.express_api",
        "carts.admin_api.cart_notes_api",
        "placed.api.api",
        "centre.api.centre_api",
        "placed.steps_api.steps_api",
        "amending.api.amend_api",
        "drafting.admin_api.draft_api",
        "placed.admin_api.admin_api",
        "placed.withdrawal_notice_api.withdrawal_notice_api",
        "noting.admin_api.order_notes_api",
        "reviewing.admin_api.review_api",
        "pages.admin_api.links_api",
        "pages.api.page_api",
        "pages.pay_api.pay_api",
        "pages.fapiao_api.fapiao_page_api",
        "pages.withdrawing.withdraw_api.withdraw_api",
        "pages.case_api.case_page_api",
        "pages.ask_api.cancel_page_api",
        "pages.ask_api.return_page_api",
        "pages.lookup_page_api.lookup_page_api",
        "pages.lookup_api.lookup_api",
        "pages.withdrawing.statement_api.statement_api",
        "pages.withdrawing.statement_page_api.statement_page_api",
        "shipping.api.api",
        "shipping.tracking_api.tracking_api",
        "shipping.admin_api.parcel_api",
        "planning.admin_api.plan_api",
        "settings.shipping_settings_api.api",
        "settings.tax_settings_api.api",
        "settings.review_rules_api.api",
        "settings.markets_api.market_api",
        "shipping.webhook_api.webhook_api",
        "cases.admin_api.case_api",
        "cases.limits_api.limits_api",
        "hooks.admin_api.hooks_api",
    ),
    handlers=(
        "answer_lookups",
        "apply_payments",
        "check_orders",
        "fulfil",
        "plan_orders",
        "process_courier_webhooks",
        "run_timers",
        "sweep_carts",
        "sweep_timers",
    ),
)
