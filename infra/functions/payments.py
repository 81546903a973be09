"""Payments: the shopper starts one, the provider calls back, a worker applies what was said."""

from __future__ import annotations

from infra.functions.grants import (
    append,
    ask_hooks,
    count_calls,
    keep_versions,
    person_keys,
    read,
    read_objects,
    read_secret,
    send,
    unless_erased,
    write,
    write_objects,
)
from infra.functions.model import Function, Http, Queue, Schedule
from infra.functions.settings import PRICES

ADDRESSES = ("PAYMENT_SANDBOX_URL", "STRIPE_URL", "ALIPAY_URL", "WECHATPAY_URL", "UNIONPAY_URL", "UNIONPAY_FILES_URL")
PROVIDERS = (*ADDRESSES, "PUBLIC_BASE_URL")

GIVE_BACK = (read("loyalty"), write("loyalty"), unless_erased())
"""What was paid with gift cards and credit goes back into its ledger; to whoever was erased nothing does."""

FUNCTIONS = (
    Function(
        name="payments",
        domain="payments",
        trigger=Http(("POST /v1/orders/*/payments", "GET /v1/orders/*/payments", "GET /v1/payments/*")),
        grants=(
            read("payments", "gsi1"), write("payments"), read("orders"), write("orders"),
            read_secret("payments"), read_secret("privacy"), read_secret("links"), *person_keys(),
        ),
        settings=PROVIDERS,
        timeout=20,
    ),
    Function(
        name="saved-methods",
        domain="payments",
        trigger=Http(("GET /v1/me/payment_methods", "ANY /v1/me/payment_methods/*")),
        # Providers are told by the worker: here nobody waits for one.
        grants=(read("payments"), write("payments"), *person_keys()),
    ),
    Function(
        name="payment-methods",
        domain="payments",
        trigger=Http(("GET /v1/payment_methods", "GET /v1/carts/*/payment_methods")),
        # What pricing a cart takes, and nothing to write but that a hook failed.
        grants=(
            *ask_hooks(),
            read("payments"),
            read("orders"), *person_keys(),
            read("carts"),
            read("catalog"),
            read("stock"),
            read("shipping"),
            read("promotions"),
            read("loyalty"),
            read("pricing"),
            read_secret("payments"),
        ),
        settings=(*PROVIDERS, *PRICES),
        memory=1024,
    ),
    Function(
        name="payments-admin",
        domain="payments",
        trigger=Http(
            (
                "GET /v1/admin/payments",
                "GET /v1/admin/payments/*",
                "PATCH /v1/admin/payments/*",
                "POST /v1/admin/payments/*",
                "GET /v1/admin/orders/*/refunds",
                "POST /v1/admin/orders/*/refunds",
                "POST /v1/admin/orders/*/refunds/preview",
                "GET /v1/admin/orders/*/refunds/*",
                "PATCH /v1/admin/orders/*/refunds/*",
                "POST /v1/admin/orders/*/refunds/*/retry",
                "POST /v1/admin/delivery_settlements",
                "ANY /v1/admin/payment_settings",
                "GET /v1/admin/payment_tasks",
                "POST /v1/admin/payment_tasks/*/confirm",
                "ANY /v1/admin/risk_settings",
                "POST /v1/admin/risk_settings/dry_run",
            )
        ),
        # Orders: a refund that is requested keeps its pieces from leaving, in the same transaction.
        grants=(
            read("payments", "gsi1", "gsi2", "listed"), write("payments"), read("orders"), *person_keys(),
            write("orders"), read_secret("payments"), read_secret("privacy"), keep_versions(), *GIVE_BACK,
        ),
        settings=PROVIDERS,
        timeout=29,
    ),
    Function(
        name="goodwill",
        domain="payments",
        trigger=Http(
            (
                "GET /v1/admin/orders/*/compensations",
                "POST /v1/admin/orders/*/compensations",
                "GET /v1/admin/reports/compensations",
            )
        ),
        # A refund, and a coupon that is made in the transaction that books it.
        grants=(
            read("payments", "gsi1"), write("payments"), read("orders"), *person_keys(),
            write("orders"), write("promotions"), read_secret("payments"), *GIVE_BACK,
        ),
        settings=PROVIDERS,
        timeout=29,
    ),
    Function(
        name="payments-review",
        domain="payments",
        trigger=Http(
            (
                "ANY /v1/admin/reconciliations",
                "ANY /v1/admin/reconciliations/*",
                "GET /v1/admin/disputes",
                "ANY /v1/admin/disputes/*",
                "GET /v1/admin/ledger",
                "ANY /v1/admin/quarantine",
                "ANY /v1/admin/quarantine/*",
            )
        ),
        grants=(
            read("payments", "gsi1", "gsi2"),
            write("payments"),
            # What the payer of a dispute is proven by is sealed with the key of their order.
            *person_keys(),
            send("reconciliations"),
            read_secret("payments"),
            read_objects("disputes"),
            write_objects("disputes"),
        ),
        settings=ADDRESSES,
        timeout=20,
    ),
    Function(
        name="payment-webhooks",
        domain="payments",
        trigger=Http(("POST /v1/webhooks/payments/*",)),
        concurrency="WebhookConcurrency",
        grants=(append("payments"), send("payment-webhooks"), read_secret("payments")),
        settings=ADDRESSES,
        timeout=10,
    ),
    Function(
        name="payment-worker",
        domain="payments",
        handler="process_webhooks",
        trigger=Queue("payment-webhooks"),
        grants=(
            read("payments"), read("orders"), *person_keys(), write("payments"),
            read_secret("payments"), read_secret("privacy"), count_calls(), *GIVE_BACK,
        ),
        settings=PROVIDERS,
        timeout=30,
    ),
    Function(
        name="payments-sweep",
        domain="payments",
        handler="sweep_payments",
        trigger=Schedule("rate(1 minute)"),
        grants=(read("payments", "due"), send("payment-webhooks")),
        timeout=30,
        concurrency=1,
    ),
    Function(
        name="payment-orders",
        domain="payments",
        handler="follow_orders",
        trigger=Queue("payment-orders"),
        grants=(
            read("payments", "gsi1"), write("payments"), read("orders"),
            read_secret("payments"), read_secret("privacy"), count_calls(), *person_keys(), *GIVE_BACK,
        ),
        settings=PROVIDERS,
        timeout=60,
    ),
    Function(
        name="reconcile-daily",
        domain="payments",
        handler="plan_reconciliations",
        # 10:30 in Beijing: by then the bills of the day before are written.
        trigger=Schedule("cron(30 2 * * ? *)"),
        grants=(read("payments"), send("reconciliations"), read_secret("payments")),
        settings=ADDRESSES,
        timeout=30,
        concurrency=1,
    ),
    Function(
        name="reconcile-worker",
        domain="payments",
        handler="reconcile_bills",
        trigger=Queue("reconciliations", batch_size=1, concurrency=2),
        grants=(read("payments", "gsi1"), write("payments"), read_secret("payments")),
        settings=ADDRESSES,
        memory=1769,
        timeout=60,
    ),
)  # fmt: skip
